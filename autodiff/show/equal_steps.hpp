#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

/// For rebuilt(): equal steps of a formula become one step, so that a derivation, a picture of it and a grade
/// count the same paths. What is asked for stands `apart`, if it is no leaf: it is moved by itself.
Replace merging_equal_steps(const std::vector<Expr>& apart);

}  // namespace matgrad
