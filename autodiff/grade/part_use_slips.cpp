#include <algorithm>
#include <string>

#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/part_uses.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_uses = 6;

/// One use of a part is left out, or subtracted.
std::vector<Diagnosis> of_part(const Expr& part, const std::vector<PartUse>& uses, const Examination& examination,
                               const Wording& wording) {
  const Question& question = examination.question();
  for (const PartUse& use : uses) {
    examination.budget().spend(question.graph().position(part));
    const std::optional<Expr> share = question.pulled_back(part, use.contribution);
    if (!share || share->shape() != question.truth().shape()) continue;
    for (const double times : {1.0, 2.0}) {
      const Expr wrong = question.truth() - times * *share;
      if (!examination.is_reproduced_by(wrong)) continue;
      const bool missing = times == 1;
      return {{missing ? "path missing" : "wrong sign of a path",
               wording.of(part) + " is used " + std::to_string(uses.size()) +
                   " times, and what flows back to it from " + wording.definition(use.consumer) +
                   (missing ? " is missing." : " has the wrong sign."),
               "By the law of total derivatives an adjoint is the sum over all uses.", wrong}};
    }
  }
  return {};
}

}  // namespace

std::vector<Diagnosis> part_use_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian || question.asked_path()) return {};
  const VariableUses all(question.graph());
  const std::unordered_set<const Node*> inside = inside_composed_functions(question.graph());
  const auto is_hidden = [&](const PartUse& use) { return inside.contains(use.consumer.id()); };
  for (const Expr& part : question.graph().nodes()) {
    if (part == question.wrt() || !question.depends_on_variable(part)) continue;
    const std::vector<PartUse> uses = uses_of_part(question, all, part);
    if (uses.size() < 2 || uses.size() > most_uses || std::ranges::any_of(uses, is_hidden)) continue;
    if (std::vector<Diagnosis> found = of_part(part, uses, examination, wording); !found.empty()) return found;
  }
  return {};
}

}  // namespace matgrad::grading
