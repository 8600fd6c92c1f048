#include "pages/page.hpp"

#include <matgrad/autodiff/expression/print.hpp>

namespace matgrad::pages {

Equation equation(const std::string& symbol, const Expr& expr, const std::string& about) {
  FormulaParts parts = formula_parts(expr);
  const auto equal = [](const std::string& name, Notation formula) {
    return Notation::relation("=", {Notation::symbol(name), std::move(formula)});
  };
  Equation equation{equal(symbol, std::move(parts.formula)), {}, about};
  for (FormulaParts::Part& part : parts.where) equation.where.push_back(equal(part.name, std::move(part.formula)));
  return equation;
}

std::string plain(const std::string& prose) {
  std::string text;
  for (const char c : prose)
    if (c != '$') text += c;
  return text;
}

}  // namespace matgrad::pages
