#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// Ways to show names so that none looks like another: of rho beside ρ, or W_1 beside W1, one is the symbol, the
/// others stand as words, as they are written. `display` is kept for the names that it has.
DisplayNames told_apart(const std::vector<std::string>& names, DisplayNames display = {});

/// A name with the words that `display` has for it, or for what it is a derivative of: ∂L/∂"W_1".
std::string with_words(std::string_view name, const DisplayNames& display);

/// The names of leaves and named parts of an expression, and those that stand in a formula.
std::vector<std::string> names_in(const Expr& expr);
void add_names_in(const Notation& formula, std::vector<std::string>& names);

}  // namespace matgrad
