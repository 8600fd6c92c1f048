#include "matgrad/autodiff/check/derive.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string joined(const std::vector<std::string>& rules) {
  std::string text;
  for (const std::string& rule : rules) text += (text.empty() ? "" : "; ") + rule;
  return text;
}

std::string sides(const std::string& formula, const std::string& expanded) {
  return expanded.empty() ? formula : formula + " = " + expanded;
}

std::string forward_table(const Derivation& derivation) {
  Rows rows;
  for (const ForwardStep& step : derivation.steps())
    rows.push_back({step.name + " = " + step.formula, to_string(step.shape)});
  return text_table(rows, "  ");
}

std::string backward_table(const Derivation& derivation) {
  Rows rows;
  if (derivation.upstream())
    rows.push_back(
        {std::string(derivation.upstream()->symbol()), to_string(derivation.upstream()->shape()), "given"});
  for (const BackwardStep& step : derivation.adjoints())
    rows.push_back(
        {step.name + " = " + sides(step.formula, step.expanded), to_string(step.shape), joined(step.rules)});
  return text_table(rows, "  ");
}

std::string paths_table(const VariableDerivation& variable) {
  Rows rows;
  const bool several = variable.paths.size() > 1;
  for (std::size_t i = 0; i < variable.paths.size(); ++i) {
    const DerivationPath& path = variable.paths[i];
    const std::string name = several ? "path " + std::to_string(i + 1) : variable.name;
    rows.push_back({name + " = " + sides(path.formula, path.expanded), path.use, joined(path.rules)});
  }
  if (several) rows.push_back({"sum = " + variable.total, "(total derivative)"});
  return text_table(rows, "  ");
}

std::string section(const VariableDerivation& variable, const std::string& loss_name) {
  const std::string symmetric =
      variable.variable.op().declared_facts().has(Fact::symmetric) ? ", the symmetric part" : "";
  std::string text = "\n" + variable.name;
  if (variable.paths.empty())
    text += ": " + loss_name + " does not depend on it\n";
  else if (variable.paths.size() == 1)
    text += "\n" + paths_table(variable);
  else
    text += ", the sum over " + std::to_string(variable.paths.size()) + " paths\n" + paths_table(variable);
  return text + "  closed form" + symmetric + ": " + variable.name + " = " + to_text(variable.closed_form, "s") +
         "  (" + to_string(variable.variable.shape()) + ")\n";
}

}  // namespace

std::string to_text(const Derivation& derivation) {
  std::string text = "Forward\n" + forward_table(derivation);
  const std::string backward = backward_table(derivation);
  if (!backward.empty()) text += "\nBackward\n" + backward;
  for (const VariableDerivation& variable : derivation.variables())
    text += section(variable, derivation.loss_name());
  text.pop_back();
  return text;
}

}  // namespace matgrad
