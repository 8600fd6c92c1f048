#include "cli/equation.hpp"

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>

namespace matgrad::cli {

namespace {

std::string text_of(const VariableDerivation& variable) {
  std::string text = variable.name + " = " + to_text(variable.closed_formula);
  for (std::size_t i = 0; i < variable.where.size(); ++i)
    text += (i == 0 ? ", where " : ", ") + variable.where[i].name + " = " + to_text(variable.where[i].formula);
  return text;
}

std::string latex_of(const VariableDerivation& variable) {
  std::string text = latex_symbol(variable.name) + " = " + to_latex(variable.closed_formula);
  for (std::size_t i = 0; i < variable.where.size(); ++i)
    text += (i == 0 ? ", \\quad \\text{where } " : ", \\ ") + latex_symbol(variable.where[i].name) + " = " +
            to_latex(variable.where[i].formula);
  return text;
}

std::string mathml_of(const std::string& name, const Notation& formula) {
  return to_mathml(Notation::symbol(name)) + "<mo>=</mo>" + to_mathml(formula);
}

std::string mathml_of(const VariableDerivation& variable) {
  std::string content = mathml_of(variable.name, variable.closed_formula);
  for (std::size_t i = 0; i < variable.where.size(); ++i)
    content += (i == 0 ? "<mtext>, where </mtext>" : "<mtext>, </mtext>") +
               mathml_of(variable.where[i].name, variable.where[i].formula);
  return math_element(content, text_of(variable));
}

}  // namespace

std::string equation(const VariableDerivation& variable, const std::string& format) {
  if (format == "latex") return "\\[ " + latex_of(variable) + " \\]\n";
  if (format == "mathml") return mathml_of(variable) + "\n";
  return text_of(variable) + "  (" + to_string(variable.variable.shape()) + ")\n";
}

}  // namespace matgrad::cli
