#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad::grading {
namespace {

/// The formula with A for Aᵀ, or Aᵀ for A, everywhere, for each of some matrices.
Expr with_one_of_both(const Expr& formula, const std::vector<Expr>& matrices, bool transposed) {
  const auto is_one = [&](const Expr& node) { return std::ranges::find(matrices, node) != matrices.end(); };
  const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_transpose(node) && is_one(node.input(0))) return transposed ? node : node.input(0);
    Expr same = with_inputs(node, std::move(inputs));
    return is_one(node) && transposed ? transpose(node) : same;
  };
  return rebuilt({formula}, replace).front();
}

std::size_t term_count(const Expr& formula) { return WrittenForms(tidy(formula), {}).terms().size(); }

/// The matrices that stand in a formula as they are and transposed, few enough to try all sets of them.
std::vector<Expr> with_transposes(const Expr& formula) {
  constexpr std::size_t most = 5;
  std::vector<Expr> found;
  const Graph graph(formula);
  for (const Expr& node : graph.nodes()) {
    if (!is_transpose(node) || node.rows() != node.cols() || node.shape().is_scalar()) continue;
    if (found.size() < most) found.push_back(node.input(0));
  }
  return found;
}

/// All sets of them, the small ones first.
std::vector<std::vector<Expr>> subsets(const std::vector<Expr>& all) {
  std::vector<std::vector<Expr>> sets;
  for (std::size_t bits = 1; bits < std::size_t{1} << all.size(); ++bits) {
    std::vector<Expr>& set = sets.emplace_back();
    for (std::size_t i = 0; i < all.size(); ++i)
      if ((bits >> i & 1) != 0) set.push_back(all[i]);
  }
  std::ranges::stable_sort(sets, {}, &std::vector<Expr>::size);
  return sets;
}

/// G + Gᵀ − G ∘ I, where the entries above the diagonal of a symmetric variable are taken for all there are.
std::vector<Diagnosis> entries_above_diagonal(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr &G = question.truth(), &x = question.wrt();
  if (question.form() == Question::Form::jacobian || x.rows() != x.cols() || x.rows() < 2) return {};
  const bool symmetric = x.op().declared_facts().has(Fact::symmetric);
  const Expr twice = symmetric ? 2.0 * G : G + transpose(G);
  const Expr wrong = twice - hadamard(G, identity(x.rows()));
  if (!examination.is_reproduced_by(wrong)) return {};
  const std::string name = wording.of(x), formula = symmetric ? "2 G − G ∘ I" : "G + Gᵀ − G ∘ I";
  return {
      {"entries above the diagonal",
       "The answer is " + formula + " with G = " + question.name() + ": what changes where the entries of " +
           name + " on and above its diagonal are moved, each with the one opposite to it.",
       (symmetric ? "The" : "Nothing says that " + name + " is symmetric; and even then the") +
           std::string(" gradient is the matrix G with dL = ⟨G, d" + name + "⟩, in which no entry counts twice."),
       wrong}};
}

}  // namespace

std::vector<Diagnosis> symmetry_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr& formula = question.forms().formula();
  for (const std::vector<Expr>& matrices : subsets(with_transposes(formula)))
    for (const bool transposed : {false, true}) {
      const Expr wrong = with_one_of_both(formula, matrices, transposed);
      if (!examination.is_reproduced_by(wrong) || term_count(wrong) >= question.forms().terms().size()) continue;
      std::vector<std::string> names, both;
      for (const Expr& matrix : matrices) {
        names.push_back(wording.of(matrix));
        both.push_back(names.back() + " and " + wording.of(transpose(matrix)));
      }
      std::ranges::sort(names);
      std::ranges::sort(both);
      const bool one = matrices.size() == 1;
      const std::string name = enumerated(names);
      return {{"symmetry assumed",
               "This would be right if " + name + " were symmetric: in " + question.name() + " stand both " +
                   enumerated(both) + ", and the answer takes them for the same.",
               "Nothing says that " + name + (one ? " is" : " are") +
                   " symmetric: xᵀ A x has the gradient A x + Aᵀ x.",
               wrong}};
    }
  return entries_above_diagonal(examination, wording);
}

}  // namespace matgrad::grading
