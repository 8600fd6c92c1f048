#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "matgrad/autodiff/derive/derivation_layout.hpp"
#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/show/latex.hpp"
#include "matgrad/autodiff/show/mathml.hpp"
#include "matgrad/autodiff/show/told_apart.hpp"

namespace matgrad::tests {
namespace {

/// Some names that a user may give, many of which look like each other's or like those that derive gives.
std::vector<std::string> random_names(std::size_t count, std::mt19937& random) {
  static const std::vector<std::string> bases{"t", "K", "M",   "W",     "x", "L", "loss",
                                              "J", "ρ", "rho", "alpha", "α", "dL"};
  static const std::vector<std::string> ends{"", "1", "_1", "₁", "[1]", "2", "_hat", "\u0302", "'", "_prime", "*"};
  std::vector<std::string> names;
  while (names.size() < count) {
    std::string name = bases[random() % bases.size()] + ends[random() % 2 == 0 ? 0 : random() % ends.size()];
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return names;
}

/// A loss with steps, repeated parts and a named part.
struct RandomLoss {
  explicit RandomLoss(std::mt19937& random) : names(random_names(6, random)) {
    for (std::size_t i = 0; i < 4; ++i) variables.push_back(variable(names[i], 3, 3));
    const Expr &A = variables[0], &B = variables[1], &C = variables[2], &D = variables[3];
    const Expr part = tanh(A * B + C);
    loss = squared_norm(named(names[4], part * D) + part - A);
    if (random() % 2 == 0) loss = named(names[5], loss);
  }
  std::vector<std::string> names;
  std::vector<Expr> variables;
  Expr loss = constant(0);
};

std::set<std::string> names_in(const std::vector<LayoutSection>& sections) {
  std::vector<std::string> names;
  const auto add = [&names](const Cell& cell) {
    for (const auto& piece : cell)
      if (const auto* formula = std::get_if<Notation>(&piece)) add_names_in(*formula, names);
  };
  for (const LayoutSection& section : sections) {
    add(section.heading);
    for (const std::vector<Cell>& row : section.table.rows)
      for (const Cell& cell : row) add(cell);
    if (!section.result) continue;
    add_names_in(section.result->equation, names);
    for (const Notation& where : section.result->where) add_names_in(where, names);
  }
  return {names.begin(), names.end()};
}

}  // namespace

TEST_CASE("variables called sum and path are not taken for the sum over the paths") {
  const Expr path = variable("path", 3, 3), sum_variable = variable("sum", 3, 1);
  const std::string text = to_text(derive(transpose(sum_variable) * path * sum_variable, {sum_variable, path}));
  CHECK(text.find("path no. 1 = ") != std::string::npos);
  CHECK(text.find("sum of the paths = ") != std::string::npos);
  CHECK(text.find("  sum = ") == std::string::npos);
}

TEST_CASE("whatever the user's names are, no two things in a derivation look alike") {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    const RandomLoss question(random);
    CAPTURE(to_text(question.loss));
    const Derivation derivation =
        derive(question.loss, question.variables, {.shape_letters = ShapeLetters({{3, "K"}})});

    // In plain text the names that derive gives differ from the user's, and from the letters for sizes.
    std::map<std::string, std::string> looks{{"K", "a size"}};
    for (const std::string& name : question.names) looks.emplace(look_of(name), name);
    for (const std::string& name : names_in(layout_of(derivation))) {
      const auto is_the_users = [&name](const std::string& own) {
        return name == own || name.ends_with("/∂" + own);
      };
      if (std::ranges::any_of(question.names, is_the_users)) continue;
      const auto at = looks.emplace(look_of(name), name);
      CHECK_MESSAGE(at.second, name << " looks like " << at.first->second);
    }
    // Typeset, the user's own differ, too.
    std::map<std::string, std::string> latex, mathml;
    for (const std::string& name : names_in(typeset_layout_of(derivation))) {
      const auto first = latex.emplace(latex_symbol(name), name);
      CHECK_MESSAGE(first.second, name << " looks like " << first.first->second << " in LaTeX");
      const auto other = mathml.emplace(to_mathml(Notation::symbol(name)), name);
      CHECK_MESSAGE(other.second, name << " looks like " << other.first->second << " in MathML");
    }
  }
}

}  // namespace matgrad::tests
