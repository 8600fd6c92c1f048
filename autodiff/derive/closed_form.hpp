#pragma once

#include <optional>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad {

/// What is derived: the gradient of a loss with respect to each of some nodes, as far as an upstream adjoint.
struct GradientQuestion {
  Expr loss;
  std::vector<Expr> variables;
  std::optional<GivenAdjoint> upstream;  // of a node of the loss, as a leaf
};

/// ∂L/∂x for one variable of the question, as the reverse sweep leaves it, save that a value for which there is a
/// name stands by its name.
Expr raw_gradient(const GradientQuestion& question, const Expr& x);

/// The same as a person would leave it.
Expr closed_form(const GradientQuestion& question, const Expr& x);

}  // namespace matgrad
