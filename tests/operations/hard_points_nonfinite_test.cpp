#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/orthogonal.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "hard_points.hpp"

namespace matgrad::tests::hard_points_nonfinite_test {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const Expr x = variable("x", 2), A = variable("A", 2, 2), B = variable("B", 2, 2);

}  // namespace

TEST_CASE_TEMPLATE("softmax and logsumexp at ±1000 are exact, as are their derivatives", Scalar, float, double) {
  const HardPoint apart{{x, Value{{1000}, {-1000}}}}, high{{x, Value{{1000}, {1000}}}},
      low{{x, Value{{-1000}, {-1000}}}};
  const Scalar log2 = std::log(Scalar(2)), half = Scalar(0.5);
  CHECK(value_at<Scalar>(softmax(x), apart) == Matrix<Scalar>{{1}, {0}});
  CHECK(value_at<Scalar>(log_softmax(x), apart) == Matrix<Scalar>{{0}, {-2000}});
  CHECK(value_at<Scalar>(logsumexp(x), apart)(0, 0) == 1000);
  CHECK(value_at<Scalar>(gradient(logsumexp(x), x), apart) == Matrix<Scalar>{{1}, {0}});
  CHECK(value_at<Scalar>(logsumexp(x), high)(0, 0) == 1000 + log2);
  CHECK(value_at<Scalar>(logsumexp(x), low)(0, 0) == -1000 + log2);
  for (const HardPoint& equal : {high, low})
    CHECK(value_at<Scalar>(gradient(logsumexp(x), x), equal) == Matrix<Scalar>{{half}, {half}});
}

TEST_CASE("softmax and logsumexp with some entries −∞: probability 0") {
  const HardPoint point{{x, Value{{-infinity}, {3}}}};
  CHECK(value_at(softmax(x), point) == Value{{0}, {1}});
  CHECK(value_at(logsumexp(x), point)(0, 0) == 3);
  CHECK(value_at(gradient(logsumexp(x), x), point) == Value{{0}, {1}});
}

TEST_CASE("softmax and logsumexp of −∞ only") {
  const HardPoint point{{x, Value::Constant(2, 1, -infinity)}};
  CHECK(value_at(logsumexp(x), point)(0, 0) == -infinity);
  CHECK(agree(value_at(softmax(x), point), Value::Constant(2, 1, nan), 0));
  CHECK(agree(value_at(gradient(logsumexp(x), x), point), Value::Constant(2, 1, nan), 0));
}

TEST_CASE("softmax and logsumexp with +∞ or NaN") {
  const HardPoint infinite{{x, Value{{infinity}, {0}}}}, unknown{{x, Value{{nan}, {0}}}};
  CHECK(value_at(logsumexp(x), infinite)(0, 0) == infinity);
  CHECK(agree(value_at(softmax(x), infinite), Value::Constant(2, 1, nan), 0));
  CHECK(std::isnan(value_at(logsumexp(x), unknown)(0, 0)));
  CHECK(agree(value_at(softmax(x), unknown), Value::Constant(2, 1, nan), 0));
}

TEST_CASE_TEMPLATE("NaN or infinity: factorisations throw", Scalar, float, double) {
  const Expr all[] = {inverse(A),     solve(A, B),       cholesky(A),      log_det(A),
                      determinant(A), cofactor(A),       eigenvalues(A),   singular_values(A),
                      qr(A),          pseudo_inverse(A), symmetric_exp(A), matrix_exponential(A),
                      rcond(A)};
  for (const Expr& y : all)
    for (const double entry : {nan, infinity, -infinity}) {
      const HardPoint point{{A, Value{{1, entry}, {0, 1}}}, {B, Value::Ones(2, 2)}};
      const std::string text = error_at<NonFiniteError, Scalar>(y, point);
      CAPTURE(text);
      CHECK(text.ends_with(std::isnan(entry) ? "entry (0, 1) of the 2×2 argument is NaN"
                                             : "entry (0, 1) of the 2×2 argument is infinite"));
    }
}

TEST_CASE("NaN goes through functions entry by entry, and counts in extremes and norms") {
  const HardPoint point{{x, Value{{nan}, {2}}}};
  for (const Expr& y : {relu(x), abs(x), sign(x), exp(x), sqrt(x), tanh(x), sigmoid(x), softplus(x), square(x),
                        maximum(x, 0), maximum(0, x), minimum(x, 0)}) {
    const Value value = value_at(y, point);
    CHECK(std::isnan(value(0)));
    CHECK(std::isfinite(value(1)));
  }
  for (const Expr& y : {sum(x), norm(x), max(x), min(x)}) CHECK(std::isnan(value_at(y, point)(0, 0)));
  CHECK(value_at(greater(x, 0), point) == Value{{0}, {1}});
  CHECK(value_at(not_equal(x, x), point)(0, 0) == 1);
}

TEST_CASE("infinity in functions entry by entry has the limit as value") {
  const HardPoint point{{x, Value{{-infinity}, {infinity}}}};
  CHECK(value_at(exp(x), point) == Value{{0}, {infinity}});
  CHECK(value_at(tanh(x), point) == Value{{-1}, {1}});
  CHECK(value_at(sigmoid(x), point) == Value{{0}, {1}});
  CHECK(value_at(softplus(x), point) == Value{{0}, {infinity}});
  CHECK(value_at(relu(x), point) == Value{{0}, {infinity}});
  CHECK(value_at(norm(x), point)(0, 0) == infinity);
}

TEST_CASE("infinity minus itself: NaN as written, 0 where a Function cancels it") {
  const HardPoint point{{x, Value::Constant(2, 1, infinity)}};
  CHECK(agree(value_as_written(x - x, point), Value::Constant(2, 1, nan), 0));
  CHECK(value_of_function(x - x, point) == Value::Zero(2, 1));
}

TEST_CASE("overflow: matrix_exponential, and an inverse too large to be stored, throw") {
  CHECK(error_at<NonFiniteError>(matrix_exponential(A), {{A, 1000 * Value::Identity(2, 2)}}) ==
        "matrix_exponential: the result overflows");
  CHECK(error_at<SingularError>(inverse(A), {{A, 1e-320 * Value::Identity(2, 2)}}) ==
        "inverse: pivot 1 of 2 in the LU factorisation is so small that the result overflows");
}

}  // namespace matgrad::tests::hard_points_nonfinite_test
