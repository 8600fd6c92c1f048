#include "matgrad/autodiff/grade/changed_gradient.hpp"

#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad::grading {

std::optional<Expr> changed_gradient(const Question& question, const std::vector<StepChange>& changes) {
  // What follows is linear in the adjoint: the right piece is taken back where the wrong one is added.
  const auto beside = [&changes](const Expr& node, const Expr& adjoint) {
    std::vector<SweepFlow> flows;
    for (const StepChange& change : changes)
      if (change.step->v == node)
        flows.push_back({change.step->u, change.wrong(adjoint) - hadamard(adjoint, change.step->slope)});
    return flows;
  };
  const Adjoints adjoints(question.loss(), question.upstream(), std::vector{question.wrt()}, {.beside = beside});
  return adjoints.total(question.wrt());
}

}  // namespace matgrad::grading
