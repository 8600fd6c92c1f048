#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/operations/distance.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/entropy.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/moments.hpp>
#include <matgrad/autodiff/operations/normalise.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/rounding.hpp>
#include <matgrad/autodiff/operations/special.hpp>
#include <matgrad/autodiff/operations/trigonometric.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "hard_points.hpp"

namespace matgrad::tests::hard_points_elementwise_test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const Expr x = variable("x", 3), y = variable("y", 3), s = variable("s", 1), t = variable("t", 1);

/// The number that the scalar expression has where s, and if it occurs t, have these values.
double at(const Expr& z, double value_of_s, double value_of_t = 0) {
  return value_at(z, {{s, Value::Constant(1, 1, value_of_s)}, {t, Value::Constant(1, 1, value_of_t)}})(0, 0);
}
Expr by_s(const Expr& z) { return gradient(z, s); }
Expr by_t(const Expr& z) { return gradient(z, t); }

}  // namespace

TEST_CASE_TEMPLATE("norm at 0: value, derivative and second derivative are 0", Scalar, float, double) {
  const HardPoint zero{{x, Value::Zero(3, 1)}, {y, Value::Ones(3, 1)}};
  CHECK(value_at<Scalar>(norm(x), zero)(0, 0) == 0);
  CHECK(value_at<Scalar>(gradient(norm(x), x), zero) == Matrix<Scalar>::Zero(3, 1));
  CHECK(value_at<Scalar>(hessian_product(norm(x), x, y), zero) == Matrix<Scalar>::Zero(3, 1));
  CHECK(value_at<Scalar>(column_norms(x), zero)(0, 0) == 0);
  CHECK(value_at<Scalar>(gradient(column_norms(x), x), zero) == Matrix<Scalar>::Zero(3, 1));
  CHECK(value_at<Scalar>(normalised_columns(x), zero) == Matrix<Scalar>::Zero(3, 1));
  const HardPoint equal{{x, Value::Ones(3, 1)}, {y, Value::Ones(3, 1)}};
  CHECK(value_at<Scalar>(gradient(norm(x - y), x), equal) == Matrix<Scalar>::Zero(3, 1));
}

TEST_CASE("squared norm at 0: also as the square of norm") {
  const HardPoint zero{{x, Value::Zero(3, 1)}, {y, Value::Ones(3, 1)}};
  for (const Expr& z : {squared_norm(x), square(norm(x))})
    CHECK(value_at(gradient(z, x), zero) == Value::Zero(3, 1));
  CHECK(value_at(hessian_product(squared_norm(x), x, y), zero) == 2 * Value::Ones(3, 1));
}

TEST_CASE("norm of huge or tiny entries neither over- nor underflows") {
  for (const double scale : {1e200, 1e-200}) {
    const HardPoint point{{x, scale * Value{{2}, {3}, {6}}}};
    CHECK(value_at(norm(x), point)(0, 0) / scale == doctest::Approx(7).epsilon(1e-14));
    CHECK(agree(value_at(gradient(norm(x), x), point), Value{{2}, {3}, {6}} / 7, 1e-14));
  }
}

TEST_CASE("equal numbers: standard deviation is 0 with derivative 0") {
  const HardPoint point{{x, Value::Constant(3, 1, 0.1)}};
  CHECK(value_at(standard_deviation(x), point)(0, 0) == 0);
  CHECK(value_at(gradient(standard_deviation(x), x), point) == Value::Zero(3, 1));
}

TEST_CASE("abs, relu, sign and rounding at a kink or jump") {
  CHECK(at(by_s(abs(s)), 0) == 0);
  CHECK(at(by_s(relu(s)), 0) == 0);
  CHECK(at(sign(s), 0) == 0);
  for (const Expr& z : {sign(s), floor(s), round(s), ceil(s)}) CHECK(at(by_s(z), 0) == 0);
  CHECK(at(by_s(clamp(s, 0, 1)), 0) == 1);
  CHECK(at(by_s(clamp(s, 0, 1)), 1) == 1);
}

TEST_CASE("maximum and minimum of equal numbers: the first gets the whole derivative") {
  for (const Expr& z : {maximum(s, t), minimum(s, t)}) {
    CHECK(at(by_s(z), 5, 5) == 1);
    CHECK(at(by_t(z), 5, 5) == 0);
  }
  CHECK(at(by_s(maximum(s, 0)), 0) == 1);
  CHECK(at(by_s(maximum(0, s)), 0) == 0);
}

TEST_CASE("greatest of equal entries: the first gets the whole derivative") {
  const HardPoint point{{x, Value{{1}, {4}, {4}}}};
  CHECK(value_at(gradient(max(x), x), point) == Value{{0}, {1}, {0}});
  CHECK(value_at(gradient(column_max(x), x), point) == Value{{0}, {1}, {0}});
  CHECK(value_at(argmax(x), point)(0, 0) == 1);
  CHECK(value_at(gradient(dot(y, sort(x)), x), {{x, Value{{4}, {1}, {4}}}, {y, Value{{1}, {2}, {3}}}}) ==
        Value{{2}, {1}, {3}});
}

TEST_CASE("clip_by_norm at the bound: the derivative is that of the identity") {
  const HardPoint point{{x, Value{{2}, {3}, {6}}}, {y, Value{{1}, {2}, {4}}}};
  CHECK(value_at(gradient(dot(y, clip_by_norm(x, 7)), x), point) == Value{{1}, {2}, {4}});
}

TEST_CASE("whole powers at 0: value, derivative and second derivative") {
  const double values[] = {1, 0, 0, 0}, slopes[] = {0, 1, 0, 0}, curvatures[] = {0, 0, 2, 0};
  for (int p = 0; p < 4; ++p) {
    CAPTURE(p);
    CHECK(at(power(s, p), 0) == values[p]);
    CHECK(at(by_s(power(s, p)), 0) == slopes[p]);
    CHECK(at(by_s(by_s(power(s, p))), 0) == curvatures[p]);
  }
}

TEST_CASE("real and negative powers at 0: infinite where the limit is") {
  CHECK(at(power(s, 0.5), 0) == 0);
  CHECK(at(by_s(power(s, 0.5)), 0) == infinity);
  CHECK(at(sqrt(s), 0) == 0);
  CHECK(at(by_s(sqrt(s)), 0) == infinity);
  CHECK(at(by_s(power(s, 1.5)), 0) == 0);
  CHECK(at(by_s(by_s(power(s, 1.5))), 0) == infinity);
  CHECK(at(power(s, -1), 0) == infinity);
  CHECK(at(by_s(power(s, -1)), 0) == -infinity);
  CHECK(std::isnan(at(power(s, 0.5), -1)));
  CHECK(at(log(s), 0) == -infinity);
  CHECK(at(by_s(log(s)), 0) == infinity);
}

TEST_CASE("power at base 0 with an exponent that is differentiated") {
  CHECK(at(power(s, t), 0, 2) == 0);
  CHECK(at(by_s(power(s, t)), 0, 2) == 0);
  CHECK(at(by_t(power(s, t)), 0, 2) == 0);
  CHECK(at(by_s(power(s, t)), 0, 1) == 1);
  CHECK(at(by_s(power(s, t)), 0, 0.5) == infinity);
  CHECK(at(power(s, t), 0, 0) == 1);
  CHECK(at(by_s(power(s, t)), 0, 0) == 0);
  CHECK(at(by_t(power(s, t)), 0, 0) == -infinity);
  CHECK(at(by_s(by_s(power(s, t))), 0, 2) == 2);
  CHECK(at(by_s(by_s(power(s, t))), 0, 1) == 0);
}

TEST_CASE("xlogy at (0, 0), and entropies at certainty") {
  CHECK(at(xlogy(s, t), 0, 0) == 0);
  CHECK(at(by_t(xlogy(s, t)), 0, 0) == 0);
  CHECK(at(by_s(xlogy(s, t)), 0, 0) == -infinity);
  CHECK(at(xlogy(s, t), 0, 2) == 0);
  CHECK(std::isnan(at(xlogy(s, t), 0, nan)));
  CHECK(at(xlogx(s), 0) == 0);
  CHECK(at(by_s(xlogx(s)), 0) == -infinity);
  CHECK(at(binary_entropy(s), 0) == 0);
  CHECK(at(binary_entropy(s), 1) == 0);
  CHECK(at(by_s(binary_entropy(s)), 0) == infinity);
  CHECK(at(by_s(binary_entropy(s)), 1) == -infinity);
}

TEST_CASE("hypot and atan2 at the origin: derivatives are 0") {
  for (const Expr& z : {hypot(s, t), atan2(s, t)}) {
    CHECK(at(z, 0, 0) == 0);
    CHECK(at(by_s(z), 0, 0) == 0);
    CHECK(at(by_t(z), 0, 0) == 0);
    CHECK(at(by_s(by_t(z)), 0, 0) == 0);
  }
}

TEST_CASE("select: a choice that is not taken is computed, unless its argument is chosen first") {
  CHECK(std::isnan(at(by_s(select(greater(s, 0), sqrt(s), 0)), 0)));
  const Expr safe = select(greater(s, 0), sqrt(select(greater(s, 0), s, 1)), 0);
  CHECK(at(safe, 0) == 0);
  CHECK(at(by_s(safe), 0) == 0);
}

TEST_CASE("nearly equal points: squared distances keep their digits") {
  const HardPoint point{{x, Value::Constant(3, 1, 1e6)}, {y, Value::Constant(3, 1, 1e6 + 0x1p-20)}};
  const Expr z = pairwise_squared_distances(x, y);
  CHECK(agree(value_at(z, point) / 0x1p-40, Value::Constant(1, 1, 3), 1e-15));
  CHECK(agree(value_at(gradient(z, x), point) / 0x1p-19, Value::Constant(3, 1, -1), 1e-15));
}

TEST_CASE("equal points: their distance has derivative 0, also as the root of the squared one") {
  const Expr X = variable("X", 2, 3);
  const HardPoint point{{X, Value{{1, 1, 4}, {2, 2, 6}}}};
  for (const Expr& z : {pairwise_distances(X, X), sqrt(pairwise_squared_distances(X, X))}) {
    CHECK(agree(value_at(z, point), Value{{0, 0, 5}, {0, 0, 5}, {5, 5, 0}}, 1e-15));
    CHECK(agree(value_at(gradient(sum(z), X), point), Value{{-1.2, -1.2, 2.4}, {-1.6, -1.6, 3.2}}, 1e-15));
  }
}

}  // namespace matgrad::tests::hard_points_elementwise_test
