#include <cmath>
#include <optional>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad::grading {
namespace {

constexpr long double rounding = 1e-9L;

/// The number c with b = c a at every point, if there is one and it is not 0.
std::optional<double> multiple(const Expr& a, const Expr& b, const Examination& examination) {
  const auto of = examination.values(a), is = examination.values(b);
  if (!of || !is) return std::nullopt;
  std::optional<double> multiple;
  for (std::size_t point = 0; point < of->size(); ++point) {
    const Values &left = (*of)[point], &right = (*is)[point];
    const long double c = left.cwiseProduct(right).sum() / left.squaredNorm();
    if (!(std::abs(c) > 0) || !right.isApprox(c * left, rounding)) return std::nullopt;
    if (multiple && !is_near(*multiple, static_cast<double>(c))) return std::nullopt;
    multiple = static_cast<double>(c);
  }
  return multiple;
}

/// "the factor 8 is too much (8 is the number of columns of T)".
std::string factor_with_size(double c, const Wording& wording) {
  const double size = c < 1 ? 1 / c : c;
  const std::optional<std::string> what = size > 2.5 ? wording.size(std::round(size)) : std::nullopt;
  return factor_in_words(c) + (what ? " (" + number_in_words(size) + " is " + *what + ")" : "");
}

}  // namespace

std::string sum_to_one_in_words(const Expr& leaf, const Wording& wording) {
  return (leaf.cols() == 1 ? "the entries of " : "the columns of ") + wording.of(leaf) + " summed to 1";
}

std::vector<Expr> summed_leaves(const Question& question) {
  std::vector<Expr> found;
  const Graph truth(question.truth());
  for (const Expr& node : truth.nodes()) {
    if (!is_call<column_sums>(node) && (!is_call<sum>(node) || node.input(0).cols() != 1)) continue;
    if (node.input(0).is_leaf() && node.input(0).rows() > 1 && !(node.input(0) == question.wrt()))
      found.push_back(node.input(0));
  }
  return found;
}

std::vector<Diagnosis> sum_to_one_slips(const Examination& examination, const Expr& answer,
                                        const Wording& wording) {
  const Question& question = examination.question();
  const Graph truth(question.truth());
  for (const Expr& leaf : question.graph().leaves()) {
    if (leaf.rows() < 2 || leaf == question.wrt() || !truth.contains(leaf)) continue;
    std::optional<double> c;
    try {
      const Expr shares = divide(leaf, rows(column_sums(leaf), leaf));
      const std::vector<Expr> both = substitute({question.truth(), answer}, {{leaf, shares}});
      if (both[0].shape() == both[1].shape()) c = multiple(both[0], both[1], examination);
    } catch (const Error&) {
      continue;  // the facts of a leaf may forbid it
    }
    if (!c || !is_simple(*c, wording)) continue;
    const std::string assumption = sum_to_one_in_words(leaf, wording);
    return {{"sum to 1 assumed",
             is_near(*c, 1)
                 ? "This would be right if " + assumption + ", which the question does not say."
                 : "If " + assumption + ", which the question does not say, one thing would be wrong: " +
                       factor_with_size(*c, wording) + ".",
             "Probabilities and one-hot labels do; then say so beside the answer.",
             {}}};
  }
  return {};
}

}  // namespace matgrad::grading
