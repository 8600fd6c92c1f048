#pragma once

#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// A way in which the derivative of a function is known by heart, and what may be taken for one another in it.
struct KnownSlope {
  Expr slope;
  std::vector<Expr> symbols;
};

/// Those of v = f(u) that differ from what derive finds: for h = u ∘ σ(u), h + σ(u) ∘ (1 − h); for |u|, u / |u|.
std::vector<KnownSlope> known_slopes(const Expr& v, const Expr& u);

}  // namespace matgrad::grading
