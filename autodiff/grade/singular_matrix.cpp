#include "matgrad/autodiff/grade/singular_matrix.hpp"

#include <cstddef>
#include <span>

#include "matgrad/autodiff/check/regular_arguments.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/general_point.hpp"

namespace matgrad::grading {

std::string singular_at_points(const Question& question, std::mt19937_64& random) {
  constexpr int points = 8;
  const Expr exprs[] = {question.loss(), question.truth()};
  for (const Expr& matrix : regular_arguments(exprs).inverted) {
    const Evaluator evaluator(std::span(&matrix, 1));
    const std::size_t at = evaluator.graph().position(matrix);
    bool is_regular = false;
    for (int i = 0; i < points && !is_regular; ++i) {
      const Point point = general_point(evaluator.leaves(), moderate_size(random), random);
      const Evaluation<double> values = evaluator.at<double>(point.values);
      is_regular = !values.is_finite(at) || !is_singular_to_working_precision(values[at]);
    }
    if (!is_regular) return to_text(matrix) + " is singular at every point that was drawn";
  }
  return {};
}

}  // namespace matgrad::grading
