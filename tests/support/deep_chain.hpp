#pragma once

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {

/// tanh(½ tanh(½ … x)), of `nodes` operations.
inline Expr deep_chain(const Expr& x, int nodes) {
  Expr y = x;
  for (int i = 0; i < nodes; i += 2) y = tanh(0.5 * y);
  return y;
}

}  // namespace matgrad::tests
