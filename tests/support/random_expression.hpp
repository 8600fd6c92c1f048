#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <vector>

#include <rapidcheck.h>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>

#include "support/is_sanitized.hpp"

namespace matgrad::tests {

/// A well-shaped expression over leaves with and without facts, and values at which it and all its parts are
/// finite, of moderate size, well conditioned and away from kinks.
struct RandomExpression {
  Expr expr;
  LeafValues<long double> leaves;  // all that may occur, each under a name of its own

  std::vector<Expr> variables() const;
};
std::ostream& operator<<(std::ostream& stream, const RandomExpression& random);

/// One step of building: which operation, on which of the parts there are. Steps that do not fit do nothing, so
/// that any list of steps is an expression, and a shorter list a simpler one.
using Step = std::array<std::uint16_t, 4>;
RandomExpression random_expression(unsigned seed, const std::vector<Step>& steps);

rc::Gen<RandomExpression> random_expressions();

/// Checks the property for a fixed number of random expressions, always the same ones unless RC_PARAMS says
/// otherwise ("seed=7 max_success=1000"). A failure prints the smallest expression found, and the seed.
template <class Property>
bool holds_for_random_expressions(const char* description, Property property) {
  const char* const parameters = is_sanitized ? "seed=1 max_success=2000" : "seed=1 max_success=5000";
  static const int once = setenv("RC_PARAMS", parameters, 0);
  return once == 0 && rc::check(description, [property] { property(*random_expressions()); });
}

}  // namespace matgrad::tests
