#include "matgrad/autodiff/grade/readings.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/jacobian_form.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// A slip that the grade of a gradient tells, said of the Jacobian.
std::vector<Diagnosis> of_jacobian(std::vector<Diagnosis> of_gradient, const Question& gradient) {
  for (Diagnosis& one : of_gradient) {
    one.explanation = "Jᵀ (" + gradient.adjoint_name("y") +
                      "), with J for the answer and y for the formula, is not " + gradient.name() + ". " +
                      one.explanation;
    one.reproduction.reset();
  }
  return of_gradient;
}

/// f′(x) entry by entry, where the Jacobian is the diagonal matrix of it.
std::optional<Grade> read_as_diagonal(const Question& question, const Expr& answer, const Judge& judge) {
  const Shape wanted = question.shape();
  if (answer.cols() != 1 || wanted != Shape{answer.rows(), answer.rows()}) return std::nullopt;
  if (!judge(question, as_diagonal(answer)).right()) return std::nullopt;
  Grade result = judge(question, answer);
  result.diagnoses = {
      {"diagonal of the Jacobian",
       "The answer is the diagonal of " + question.name() + ", which is a matrix, " + to_string(wanted) +
           ", with zeros elsewhere.",
       "Write diag(…) of it, or multiply it entry by entry with the adjoint that comes from above.",
       std::nullopt}};
  return result;
}

}  // namespace

Grade with_number_read(const Question& question, const Expr& answer, const Judge& judge) {
  Grade result = judge(question, answer);
  const Shape wanted = question.shape();
  if (result.right() || !answer.shape().is_scalar() || wanted.is_scalar()) return result;
  // Off its diagonal a diagonal matrix is 0, which a number for each entry is not.
  if (question.wrt().op().declared_facts().has(Fact::diagonal)) return result;
  Grade filled = judge(question, answer * ones(wanted.rows, wanted.cols));
  filled.given_shape = answer.shape();
  if (filled.right()) filled.reading = "with the number read as c·1 (" + to_string(wanted) + ")";
  const auto is_multiple = [](const Diagnosis& one) {
    return one.slip == "constant factor" || one.slip == "wrong sign" || one.slip.starts_with("1/m");
  };
  // The number may be right in some entries; where all entries of the gradient are equal, another number is a
  // wrong factor rather than a wrong shape.
  return filled.right() || !filled.region.empty() || std::ranges::any_of(filled.diagnoses, is_multiple) ? filled
                                                                                                        : result;
}

std::optional<Grade> read_as_jacobian(const Expr& y, const Expr& x, const std::optional<std::size_t>& path,
                                      const Expr& answer, const Judge& judge, const Judge& by_adjoint) {
  const Question question(y, x, y, path, Question::Form::jacobian);
  const Shape wanted = question.shape(), given = answer.shape();
  const bool fits = given == wanted, fits_transposed = given == wanted.transposed();
  if (given.is_scalar()) return with_number_read(question, answer, judge);
  if (!fits && !fits_transposed) return read_as_diagonal(question, answer, judge);
  std::optional<Grade> result;
  if (fits) result = judge(question, answer);
  if (fits_transposed && !(result && result->right())) {
    Grade turned = judge(question, transpose(answer));
    turned.given_shape = given;
    if (turned.right()) {
      turned.reading = "in denominator layout";
      turned.question = "the transpose of " + turned.question;
    }
    if (!result || turned.right()) result = std::move(turned);
  }
  if (result->right() || !result->diagnoses.empty() || !by_adjoint) return result;
  const Question gradient(y, x, y, path);
  const Expr jacobian = fits ? answer : transpose(answer);
  Grade weighted = by_adjoint(gradient, gradient_by(jacobian, gradient.upstream()->adjoint, x.shape()));
  result->diagnoses = of_jacobian(std::move(weighted.diagnoses), gradient);
  return result;
}

}  // namespace matgrad::grading
