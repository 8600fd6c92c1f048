#include "pages/equation.hpp"

#include <utility>

#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>

namespace matgrad::pages {
std::string equation_mathml(const Equation& equation) {
  std::string html = math_element(equation.formula);
  if (!equation.where.empty()) html += "<p class=\"where\">where</p>";
  for (const Notation& part : equation.where) html += math_element(part);
  return html;
}

std::string equation_latex(const Equation& equation) {
  if (equation.where.empty()) return to_latex(equation.formula);
  std::string text = "\\begin{gathered}\n" + to_latex(equation.formula), separator = " \\\\\n\\text{where } ";
  for (const Notation& part : equation.where) text += std::exchange(separator, " \\\\\n") + to_latex(part);
  return text + "\n\\end{gathered}";
}

}  // namespace matgrad::pages
