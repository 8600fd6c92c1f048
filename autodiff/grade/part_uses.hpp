#pragma once

#include <vector>

#include "matgrad/autodiff/grade/question.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad::grading {

/// A use of a part of the loss, and what it contributes to the adjoint of the part.
struct PartUse {
  Expr consumer;
  Expr contribution;
};

std::vector<PartUse> uses_of_part(const Question& question, const VariableUses& uses, const Expr& part);

}  // namespace matgrad::grading
