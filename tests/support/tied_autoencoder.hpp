#pragma once

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

namespace matgrad::tests {

/// ½‖WᵀWx − x‖²: one variable on two paths, and a named intermediate.
struct TiedAutoencoder {
  Expr W = variable("W", 3, 6);
  Expr x = variable("x", 6);
  Expr gram = transpose(W) * W;
  Expr K = named("K", gram* x - x);
  Expr L = 0.5 * squared_norm(K);
};

}  // namespace matgrad::tests
