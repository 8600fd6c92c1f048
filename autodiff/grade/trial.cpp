#include "matgrad/autodiff/grade/trial.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/grade/smooth_function.hpp"

namespace matgrad::grading {
namespace {

std::vector<Expr> with_terms(std::vector<Expr> all, const std::vector<Expr>& truth,
                             const std::vector<Expr>& answer) {
  for (const auto* terms : {&truth, &answer}) all.insert(all.end(), terms->begin(), terms->end());
  return all;
}

/// A scalar stands for every entry.
Values in_shape(const Values& value, Shape shape) {
  return value.size() == 1 ? Values(Values::Constant(shape.rows, shape.cols, value(0, 0))) : value;
}

/// The error of a value in long double, from the same value in double: both lose digits alike. Where double has
/// lost them all, nothing is known of long double. An entry that was lucky in double need not be so in long
/// double, unless it is exactly 0.
Values rounding_of(const Values& exact, const Values& rounded) {
  constexpr long double finer = 0x1p-11L, least = 0x1p-64L, share_of_greatest = 0.05L, lost = 1e-3L;
  Values error = (exact - rounded).cwiseAbs();
  long double relative = least;
  for (Index k = 0; k < error.size(); ++k) {
    const long double size = std::max(std::abs(exact.data()[k]), std::abs(rounded.data()[k]));
    if (size == 0 || error.data()[k] > lost * size) continue;
    error.data()[k] *= finer;
    relative = std::max(relative, share_of_greatest * error.data()[k] / size);
  }
  return error.cwiseMax(relative * exact.cwiseAbs());
}

/// Of the leaves: what is made from them may be great by rounding alone, as the inverse of a singular matrix.
long double greatest_magnitude(const Evaluator& evaluator, const Evaluation<long double>& values) {
  long double greatest = 0;
  for (std::size_t i = 0; i < evaluator.graph().size(); ++i)
    if (evaluator.graph().nodes()[i].is_leaf() && evaluator.is_needed(i) && values.is_finite(i) &&
        values[i].size() > 0)
      greatest = std::max(greatest, values[i].cwiseAbs().maxCoeff());
  return greatest;
}

}  // namespace

Trial::Roots Trial::roots(const Question& question, const Expr& answer, std::size_t choice) {
  Roots result;
  result.all.push_back(question.truth());
  if (question.loss().shape().is_scalar() || !question.upstream()) result.all.push_back(question.loss());
  if (question.upstream()) result.all.push_back(question.upstream()->node);
  result.all.push_back(question.wrt());
  result.domain = result.all.size();
  for (const Expr& leaf : question.graph().leaves()) result.all.push_back(leaf);
  result.all.push_back(answer);
  result.all = with_smooth_functions(result.all, choice);
  result.truth_terms = grading::terms_of(result.all.front());
  result.answer_terms = grading::terms_of(result.all.back());
  return result;
}

Trial::Trial(const Question& question, const Roots& roots)
    : question_(question), evaluator_(with_terms(roots.all, roots.truth_terms, roots.answer_terms)) {
  const auto position = [this](const Expr& expr) { return evaluator_.graph().position(expr); };
  for (std::size_t i = 0; i < roots.domain; ++i) domain_.push_back(position(roots.all[i]));
  truth_ = position(roots.all.front());
  answer_ = position(roots.all.back());
  for (const Expr& term : roots.truth_terms) truth_at_.push_back(position(term));
  for (const Expr& term : roots.answer_terms) answer_at_.push_back(position(term));
}

template <class Scalar>
Measured Trial::measured(const Evaluation<Scalar>& values, std::size_t of,
                         const std::vector<std::size_t>& terms) const {
  const Shape shape = question_.shape();
  Measured result;
  result.value = question_.counted_part(in_shape(values[of].template cast<long double>(), shape));
  result.scale = result.value.cwiseAbs();
  for (const std::size_t term : terms) {
    if (!values.is_finite(term)) continue;
    const Values size = in_shape(values[term].template cast<long double>(), shape).cwiseAbs();
    result.scale = result.scale.cwiseMax(question_.counted_part(size));
  }
  result.rounding = Values::Zero(shape.rows, shape.cols);
  return result;
}

template Measured Trial::measured(const Evaluation<double>&, std::size_t, const std::vector<std::size_t>&) const;
template Measured Trial::measured(const Evaluation<long double>&, std::size_t,
                                  const std::vector<std::size_t>&) const;

EntryComparison Trial::compared(const Evaluation<long double>& exact, const Evaluation<double>& rounded,
                                long double tolerance) const {
  Measured truth = truth_at(exact), answer = answer_at(exact);
  truth.rounding = rounding_of(truth.value, truth_at(rounded).value);
  answer.rounding = rounding_of(answer.value, answer_at(rounded).value);
  return {answer, truth, greatest_magnitude(evaluator_, exact), tolerance};
}

}  // namespace matgrad::grading
