#include "tidied.hpp"

#include <doctest/doctest.h>

#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/rewrite/tidy.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {

std::string tidied(const Expr& expr) {
  const Expr result = tidy(expr);
  CAPTURE(to_text(result));
  CHECK(to_text(tidy(result)) == to_text(result));
  CHECK(result.shape() == expr.shape());
  const auto values = values_in_domain({expr, result}, 1);
  CHECK(relative_difference(values[0], values[1]) < 1e-14);
  return to_text(result);
}

}  // namespace matgrad::tests
