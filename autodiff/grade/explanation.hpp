#pragma once

#include <functional>
#include <vector>

#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {

/// What would make the answer right, if it is known as a formula.
using Assumptions = std::function<std::vector<Diagnosis>(const Wording&)>;

/// Says what is wrong with an answer: the simplest slip that explains it, and what else is noticed. The search
/// ends after a number of candidates, which is then said.
void explain(Grade& result, const Examination& examination, const AnswerParts& parts,
             const Assumptions& assumptions);

AnswerParts parts_of(const Expr& answer);

}  // namespace matgrad::grading
