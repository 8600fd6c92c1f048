#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad::grading {
namespace {

/// The formula with A for Aᵀ, or Aᵀ for A, everywhere.
Expr with_one_of_both(const Expr& formula, const Expr& matrix, bool transposed) {
  const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_transpose(node) && node.input(0) == matrix) return transposed ? node : matrix;
    Expr same = with_inputs(node, std::move(inputs));
    return node == matrix && transposed ? transpose(matrix) : same;
  };
  return rebuilt({formula}, replace).front();
}

std::size_t term_count(const Expr& formula) { return WrittenForms(tidy(formula), {}).terms().size(); }

}  // namespace

std::vector<Diagnosis> symmetry_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr& formula = question.forms().formula();
  const Graph graph(formula);
  for (const Expr& node : graph.nodes()) {
    if (!is_transpose(node) || node.rows() != node.cols() || node.shape().is_scalar()) continue;
    const Expr& matrix = node.input(0);
    for (const bool transposed : {false, true}) {
      const Expr wrong = with_one_of_both(formula, matrix, transposed);
      if (!examination.is_reproduced_by(wrong) || term_count(wrong) >= question.forms().terms().size()) continue;
      const std::string name = wording.of(matrix);
      return {{"symmetry assumed",
               "This would be right if " + name + " were symmetric: in " + question.name() + " stand both " +
                   name + " and " + wording.of(node) + ", and the answer takes them for the same.",
               "Nothing says that " + name + " is symmetric: xᵀ A x has the gradient A x + Aᵀ x.", wrong}};
    }
  }
  return {};
}

}  // namespace matgrad::grading
