#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/examination.hpp"

namespace matgrad::grading {

/// A step v = f(u) that is applied entry by entry, so that ∂L/∂u = ∂L/∂v ∘ f′(u).
struct PointwiseStep {
  Expr v;
  Expr u;
  Expr adjoint;  // ∂L/∂v
  Expr slope;    // f′(u)
};

/// The steps of this kind between the loss and the variable: single functions, and what several make up, such as
/// swish(a) = a ∘ σ(a).
std::vector<PointwiseStep> pointwise_steps(const Examination& examination);

/// Whether v depends on u entry by entry; and if so ∂v/∂u, of their shape.
std::optional<Expr> pointwise_slope(const Expr& v, const Expr& u, const Examination& examination);

}  // namespace matgrad::grading
