#include "matgrad/autodiff/grade/changed_gradient.hpp"

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {

std::optional<Expr> changed_gradient(const Question& question, const std::vector<StepChange>& changes) {
  const Graph& graph = question.graph();
  if (!graph.contains(question.wrt())) return std::nullopt;
  std::vector<std::optional<Expr>> adjoints(graph.size());
  const auto flow = [&](const Expr& to, const Expr& value) {
    if (value.shape() != to.shape()) throw ShapeError("the adjoint of " + described(to) + " has another shape");
    std::optional<Expr>& adjoint = adjoints[graph.position(to)];
    adjoint = adjoint ? *adjoint + value : value;
  };
  if (question.loss().shape().is_scalar()) adjoints.back() = constant(1.0);
  for (std::size_t i = graph.size(); i-- > 0;) {
    const Expr& node = graph.nodes()[i];
    if (question.upstream() && node == *question.upstream()) adjoints[i] = question.free_adjoint();
    if (!adjoints[i] || node == question.wrt() || !question.depends_on_variable(node)) continue;
    const Expr adjoint = *adjoints[i];
    for (std::size_t k = 0; k < node.inputs().size(); ++k)
      if (node.op().passes_adjoint(k) && question.depends_on_variable(node.input(k)))
        flow(node.input(k), node.op().vjp(k, node, adjoint));
    // What follows is linear in the adjoint: the right piece is taken back where the wrong one is added.
    for (const StepChange& change : changes)
      if (change.step->v == node)
        flow(change.step->u, change.wrong(adjoint) - hadamard(adjoint, change.step->slope));
  }
  return adjoints[graph.position(question.wrt())];
}

}  // namespace matgrad::grading
