#include "matgrad/autodiff/grade/part_uses.hpp"

#include <optional>

namespace matgrad::grading {

std::vector<PartUse> uses_of_part(const Question& question, const VariableUses& uses, const Expr& part) {
  std::vector<PartUse> all;
  for (const VariableUse& use : uses.of(part)) {
    const std::optional<Expr> adjoint = question.adjoint(use.last().consumer);
    if (adjoint) all.push_back({use.last().consumer, matgrad::contribution(use, *adjoint)});
  }
  return all;
}

}  // namespace matgrad::grading
