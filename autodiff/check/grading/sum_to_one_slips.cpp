#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad::grading {
namespace {

constexpr long double rounding = 1e-9L;

bool agree(const Expr& a, const Expr& b, const TestPoints& points) {
  const auto left = points.values(a), right = points.values(b);
  if (!left || !right) return false;
  for (std::size_t point = 0; point < points.count(); ++point)
    if (!(*left)[point].isApprox((*right)[point], rounding)) return false;
  return true;
}

}  // namespace

std::vector<Diagnosis> sum_to_one_slips(const Question& question, const TestPoints& points, const Expr& answer,
                                        const Wording& wording) {
  const Graph truth(question.truth());
  for (const Expr& leaf : question.graph().leaves()) {
    if (leaf.rows() < 2 || leaf == question.wrt() || !truth.contains(leaf)) continue;
    try {
      const Expr shares = divide(leaf, rows(column_sums(leaf), leaf));
      const std::vector<Expr> both = substitute({question.truth(), answer}, {{leaf, shares}});
      if (both[0].shape() != both[1].shape() || !agree(both[0], both[1], points)) continue;
    } catch (const Error&) {
      continue;  // the facts of a leaf may forbid it
    }
    const std::string name = wording.of(leaf);
    const std::string whose = leaf.cols() == 1 ? "the entries of " + name : "the columns of " + name;
    return {{"sum to 1 assumed",
             "This would be right if " + whose + " summed to 1, which the question does not say.",
             "Probabilities and one-hot labels do; then say so beside the answer.",
             {}}};
  }
  return {};
}

}  // namespace matgrad::grading
