#include <utility>

#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad::grading {
namespace {

bool is_multiple_of_identity(const Examination& examination) {
  for (std::size_t point = 0; point < examination.truth().size(); ++point) {
    const Values& truth = examination.truth()[point];
    const Values diagonal = truth(0, 0) * Values::Identity(truth.rows(), truth.cols());
    if (!examination.same(truth, diagonal, point)) return false;
  }
  return true;
}

}  // namespace

std::vector<Diagnosis> summed_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr& truth = question.truth();
  if (truth.rows() == truth.cols() && !truth.shape().is_scalar()) {
    const Expr share = (1 / static_cast<double>(truth.rows())) * trace(truth);
    if (examination.answer_shape().is_scalar() && examination.is_reproduced_by(share) &&
        is_multiple_of_identity(examination))
      return {{"identity matrix missing",
               "The answer is a number, and " + question.name() + " is this number times the identity matrix, " +
                   to_string(truth.shape()) + ".",
               "Each entry of the variable has a derivative of its own: off the diagonal it is 0.", share}};
  }
  const std::pair<Expr, const char*> sums[] = {
      {sum(truth), "all entries"}, {row_sums(truth), "the columns"}, {column_sums(truth), "the rows"}};
  for (const auto& [summed, what] : sums) {
    const std::optional<double> c = examination.multiple_of(summed);
    if (!c || !is_simple(*c, wording)) continue;
    const std::string besides = is_near(*c, 1) ? "" : "; besides, " + factor_in_words(*c);
    return {{"sum too much",
             "The answer is the sum over " + std::string(what) + " of " + question.name() + ": it is " +
                 to_string(examination.answer_shape()) + ", and a gradient has the shape of its variable, " +
                 to_string(question.wrt().shape()) + besides + ".",
             "Each entry of the variable has a derivative of its own.", *c * summed}};
  }
  return {};
}

}  // namespace matgrad::grading
