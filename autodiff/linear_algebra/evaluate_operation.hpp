#pragma once

#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/executor.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"

namespace matgrad {

/// Evaluates `op`, that of z or one in its place, outside of any plan: in the calling thread, with the built-in
/// linear algebra and memory of its own. For float, double and long double.
template <class Scalar>
void evaluate_operation(const Op& op, const Expr& z, Inputs<Scalar> inputs, View<Scalar> out) {
  std::vector<Scalar> scratch(op.scratch(z));
  op.evaluate(inputs, out, Run<Scalar>(built_in_linear_algebra<Scalar>(), serial_executor(), scratch));
}

template <class Scalar>
void evaluate_operation(const Expr& z, Inputs<Scalar> inputs, View<Scalar> out) {
  evaluate_operation(z.op(), z, inputs, out);
}

}  // namespace matgrad
