#pragma once

#include <cstddef>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Whether `root` reaches more than `count` nodes, itself among them; not many more are looked at.
bool has_more_nodes(const Expr& root, std::size_t count);

}  // namespace matgrad
