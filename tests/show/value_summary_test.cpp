#include "matgrad/autodiff/show/value_summary.hpp"

#include <doctest/doctest.h>

#include <limits>

using matgrad::value_summary;

TEST_CASE("a value in a few characters") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN(), inf = std::numeric_limits<double>::infinity();
  CHECK(value_summary(Eigen::MatrixXd::Constant(1, 1, -1.23456)) == "−1.23");
  CHECK(value_summary(Eigen::MatrixXd::Constant(1, 1, 1.5e-20)) == "1.5e−20");
  CHECK(value_summary(Eigen::MatrixXd::Constant(1, 1, -inf)) == "−∞");
  CHECK(value_summary(Eigen::Vector3d(1, -2, nan)) == "(1, −2, NaN)ᵀ");
  CHECK(value_summary(Eigen::RowVector2d(0.25, 4)) == "(0.25, 4)");
  CHECK(value_summary(Eigen::MatrixXd::Constant(2, 2, 3)) == "‖·‖ = 6");
  CHECK(value_summary(Eigen::MatrixXd::Constant(2, 2, 1e200)) == "‖·‖ = 2e200");  // its square is none
  CHECK(value_summary(Eigen::MatrixXd(0, 3)) == "empty");
  Eigen::MatrixXd A = Eigen::MatrixXd::Zero(3, 3);
  A(0, 0) = nan;
  CHECK(value_summary(A) == "1 NaN");
  A(1, 1) = inf;
  CHECK(value_summary(A) == "1 NaN, 1 ∞");
}
