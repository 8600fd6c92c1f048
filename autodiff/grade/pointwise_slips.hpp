#pragma once

#include <functional>
#include <string>
#include <vector>

#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/pointwise_step.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {

/// A slip in the derivative of a step v = f(u).
struct PointwiseSlip {
  std::string slip;
  std::string words;   // "the derivative of tanh(a) is missing"
  std::string advice;  // may be empty
  /// What flows on to u, by ∂L/∂v, instead of ∂L/∂v ∘ f′(u).
  std::function<Expr(const Expr& adjoint)> wrong;
  /// The same for the same slip in another step; empty for one that nobody repeats.
  std::string kind = {};
};

/// The slips that are made in one step, the likeliest first.
std::vector<PointwiseSlip> pointwise_slips(const PointwiseStep& step, const Examination& examination,
                                           const Wording& wording);

}  // namespace matgrad::grading
