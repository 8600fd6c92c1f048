#include "matgrad/autodiff/grade/part_uses.hpp"

#include <optional>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad::grading {

std::vector<PartUse> uses_of_part(const Question& question, const VariableUses& uses, const Expr& part) {
  std::vector<PartUse> all;
  for (const VariableUse& use : uses.of(part)) {
    std::optional<Expr> value = question.adjoint(use.last().consumer);
    for (std::size_t i = use.links.size(); value && i-- > 0;)
      value = use.links[i].consumer.op().vjp(use.links[i].input, use.links[i].consumer, *value);
    if (value) all.push_back({use.last().consumer, *std::move(value)});
  }
  return all;
}

}  // namespace matgrad::grading
