#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"

namespace matgrad {

/// Names that are still free. None is given out that would look like one in use once it is typeset: no t₁ beside
/// t1 or t_1, no K beside another K. Every name that matgrad makes for a reader comes from here.
class UnusedNames {
 public:
  UnusedNames() = default;
  explicit UnusedNames(const Expr& expr) { use(expr); }

  /// Counts as used: all names in an expression, or one.
  void use(const Expr& expr);
  void use(std::string_view name) { used_.insert(look_of(name)); }
  bool is_free(std::string_view name) const { return !used_.contains(look_of(name)); }

  // Each of these gives a free name, which is in use from then on.

  /// For a part of a formula: K, M, N, P, Q, R, then K₁, K₂, …
  std::string for_part();
  /// t₁, t₂, … for the stem t.
  std::string numbered(const std::string& stem);
  /// For a loss: the wanted one, "loss", "J", J₁, … Also free of its derivatives ∂L/∂….
  std::string for_loss(const std::string& wanted);

 private:
  bool is_free_loss(std::string_view name) const;

  std::unordered_set<std::string> used_;                // as they look
  std::unordered_map<std::string, std::size_t> given_;  // how many of a stem
};

}  // namespace matgrad
