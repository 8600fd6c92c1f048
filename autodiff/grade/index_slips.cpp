#include <optional>

#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr Index most_listed_entries = 64;

Values transposed_if(const Values& value, bool transposed) { return transposed ? value.transpose() : value; }

/// The matrix P of zeros and ones with answer = P truth (or truth P, if transposed), at every point.
std::optional<Eigen::MatrixXd> row_permutation(const Examination& examination, bool transposed) {
  const Values given = transposed_if(examination.answer()[0], transposed);
  const Values right = transposed_if(examination.truth()[0], transposed);
  if (given.rows() != right.rows() || given.cols() != right.cols()) return std::nullopt;
  const Index n = given.rows();
  if (n < 2 || n > most_listed_entries) return std::nullopt;
  Eigen::MatrixXd permutation = Eigen::MatrixXd::Zero(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j)
      if (examination.same(given.row(i), right.row(j), 0)) permutation(i, j) = 1;
  const bool is_permutation =
      (permutation.rowwise().sum().array() == 1).all() && (permutation.colwise().sum().array() == 1).all();
  return is_permutation ? std::optional(permutation) : std::nullopt;
}

std::string moved(const Eigen::MatrixXd& permutation, const std::string& what) {
  const Index n = permutation.rows();
  for (const Index shift : {Index{1}, n - 1}) {
    bool shifted = true;
    for (Index i = 0; i < n; ++i) shifted = shifted && permutation(i, (i + shift) % n) == 1;
    if (shifted) return "the " + what + " are shifted by one";
  }
  std::string text;
  Index count = 0;
  for (Index i = 0; i < n; ++i) {
    if (permutation(i, i) == 1 || ++count > 4) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(i);
  }
  return "the " + what + " " + text + (count > 4 ? ", …" : "") + " are not in their places";
}

}  // namespace

std::vector<Diagnosis> index_slips(const Examination& examination, const Wording&) {
  const Question& question = examination.question();
  if (!examination.has_right_shape() || question.shape().is_scalar()) return {};
  for (const bool columns : {false, true}) {
    const auto permutation = row_permutation(examination, columns);
    if (!permutation) continue;
    const Expr wrong = columns ? question.truth() * constant(permutation->transpose())
                               : constant(*permutation) * question.truth();
    if (!examination.is_reproduced_by(wrong)) continue;
    return {{"index slip",
             "The answer has the right entries in wrong places: " +
                 moved(*permutation, columns ? "columns" : "rows") + " (counted from 0).",
             "Write the entry k, l of the gradient out with its indices.", wrong}};
  }
  return {};
}

}  // namespace matgrad::grading
