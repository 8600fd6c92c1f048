#include "cli/equation.hpp"

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>

namespace matgrad::cli {

std::string equation(const std::string& name, const Expr& value, const std::string& format) {
  if (format == "latex") return "\\[ " + latex_symbol(name) + " = " + to_latex(value) + " \\]\n";
  if (format == "mathml")
    return math_element(to_mathml(Notation::symbol(name)) + "<mo>=</mo>" + to_mathml(notation_of(value)),
                        name + " = " + to_text(value)) +
           "\n";
  return name + " = " + to_text(value) + "  (" + to_string(value.shape()) + ")\n";
}

}  // namespace matgrad::cli
