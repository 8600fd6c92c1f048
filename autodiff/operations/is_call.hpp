#pragma once

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"

namespace matgrad {

/// Whether `expr` is what a public function of expressions alone builds: is_call<softmax>(z), is_call<divide>(z).
/// Where a function also takes numbers, such as power or slice, its file answers (fixed_exponent).
template <Expr (*function)(const Operand&)>
bool is_call(const Expr& expr) {
  static const Expr model = function(variable("a", 1, 1));
  return have_same_operation(expr, model);
}
template <Expr (*function)(const Operand&, const Operand&)>
bool is_call(const Expr& expr) {
  static const Expr model = function(variable("a", 1, 1), variable("b", 1, 1));
  return have_same_operation(expr, model);
}
template <Expr (*function)(const Operand&, const Operand&, const Operand&)>
bool is_call(const Expr& expr) {
  static const Expr model = function(variable("a", 1, 1), variable("b", 1, 1), variable("c", 1, 1));
  return have_same_operation(expr, model);
}

}  // namespace matgrad
