#include "matgrad/autodiff/rewrite/folded_number.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/rewrite/tidy.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

namespace matgrad::tests {
namespace {

struct Scalars {
  Expr x = variable("x", 1), y = variable("y", 1), z = variable("z", 1);

  /// As it runs, and as it runs when it has been tidied before.
  std::vector<double> values(const Expr& expr, double x0, double y0, double z0) const {
    const Function f({x, y, z}, {expr, tidy(expr)});
    const auto value = [](double number) { return Eigen::MatrixXd::Constant(1, 1, number).eval(); };
    const auto [plain, tidied] = f(value(x0), value(y0), value(z0));
    return {plain(0, 0), tidied(0, 0)};
  }
};

const std::vector<double> one{1, 1};

}  // namespace

TEST_CASE("numbers fold while the result is a normal number") {
  CHECK(folded_product(2, 3) == 6.0);
  CHECK(folded_quotient(6, 3) == 2.0);
  CHECK_FALSE(folded_product(1e-200, 1e-200).has_value());
  CHECK_FALSE(folded_product(1e200, -1e200).has_value());
  CHECK_FALSE(folded_product(1e-200, 1e-115).has_value());  // subnormal: it has lost digits
  CHECK_FALSE(folded_quotient(1e-200, 1e200).has_value());
  CHECK_FALSE(folded_quotient(1e200, 1e-200).has_value());
  CHECK(folded_power(3, 4) == 81.0);
  CHECK_FALSE(folded_power(1e-100, 4).has_value());
}

TEST_CASE("zeros and infinities fold as IEEE arithmetic has it") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(folded_product(0, 1e-200) == 0.0);
  CHECK(folded_product(infinity, 2) == infinity);
  CHECK(folded_quotient(2, infinity) == 0.0);
  CHECK(folded_quotient(2, 0) == infinity);
}

TEST_CASE_FIXTURE(Scalars, "numbers below a line that have no product in range keep a gradient from vanishing") {
  const Expr quotient = x / (1e200 * y) / (1e200 * y);
  CHECK(values(gradient(quotient, x), 1, 1e-200, 1) == one);
  CHECK(values(gradient(x / (1e-200 * y) / (1e-200 * y), x), 1, 1e200, 1) == one);
}

TEST_CASE_FIXTURE(Scalars, "numbers of factors that have no product in range stay with their factors") {
  const Expr product = (1e-200 * x) * (1e-200 * y) * z;
  CHECK(values(product, 1, 1e200, 1e200)[0] == doctest::Approx(1));
  CHECK(values(gradient(product, x), 1, 1e200, 1e200)[0] == doctest::Approx(1));
  CHECK(values(product, 1, 1e200, 1e200)[1] == doctest::Approx(1));
  CHECK(values(gradient(product, x), 1, 1e200, 1e200)[1] == doctest::Approx(1));
}

TEST_CASE_FIXTURE(Scalars, "multiples of multiples that have no product in range stay nested") {
  CHECK(values(1e-120 * (1e-120 * (1e-120 * x)), 1e300, 1, 1)[0] == doctest::Approx(1e-60));
  CHECK(values(1e-90 * (1e-90 * (1e-90 * (1e-90 * x))), 1e300, 1, 1)[1] == doctest::Approx(1e-60));
  CHECK(values(1e300 * (1e300 * x + 1e-300 * y), 1e-300, 1, 1)[0] == doctest::Approx(1e300));
  CHECK(to_text(tidy(2e-200 * x + 3e-200 * x)) == "5e-200 x");
}

TEST_CASE_FIXTURE(Scalars, "like terms whose numbers have no sum in range stay apart") {
  const std::vector<double> both = values(1e308 * x + 1e308 * x, 1e-300, 1, 1);
  CHECK(both[0] == doctest::Approx(2e8));
  CHECK(both[1] == doctest::Approx(2e8));
}

}  // namespace matgrad::tests
