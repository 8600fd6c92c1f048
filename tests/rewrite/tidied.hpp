#pragma once

#include <string>

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::tests {

/// The tidied expression in print. Also checks that its value is kept and that tidying it again changes nothing.
std::string tidied(const Expr& expr);

}  // namespace matgrad::tests
