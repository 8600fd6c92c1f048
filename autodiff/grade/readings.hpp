#pragma once

#include <cstddef>
#include <functional>
#include <optional>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/grade.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

// What an answer may mean besides what stands there.

/// Compares an answer with the truth of a question.
using Judge = std::function<Grade(const Question& question, const Expr& answer)>;

/// The grade of an answer, in which a number may stand for the matrix of it, as 1 for the gradient of sum(x).
Grade with_number_read(const Question& question, const Expr& answer, const Judge& judge);

/// The grade of ∂y/∂x (or of what one path contributes to it) for a formula y that is no scalar, in either layout;
/// none where the answer has the shape of no Jacobian. `by_adjoint`, if there is one, judges what a wrong answer
/// makes of the gradient, for slips that are known of gradients alone.
std::optional<Grade> read_as_jacobian(const Expr& y, const Expr& x, const std::optional<std::size_t>& path,
                                      const Expr& answer, const Judge& judge, const Judge& by_adjoint = {});

}  // namespace matgrad::grading
