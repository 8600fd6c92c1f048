#pragma once

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {

/// A slip in what a softmax contributes to its argument.
struct SoftmaxSlip {
  Expr argument;
  Expr right;  // what flows on to the argument
  Expr wrong;  // what does so by the slip
  std::string slip;
  std::string words;
};

/// Those at a node that is a softmax, also one that is written out, or a log-softmax or a cross-entropy of logits;
/// none elsewhere.
std::vector<SoftmaxSlip> softmax_slips(const Expr& node, const Expr& adjoint, const Wording& wording);

}  // namespace matgrad::grading
