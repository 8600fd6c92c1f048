#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

// A Function keeps the digits of derivatives that are printed shorter than they should be computed. Expected
// values are computed in long double, from forms of their own where that does not suffice.

namespace matgrad::tests {
namespace {

using Eigen::MatrixXd;
using Precise = long double;

struct StableCase {
  std::string formula;  // of x, entry by entry
  std::vector<double> at;
  std::function<Precise(Precise x)> derivative;
};

std::vector<StableCase> cases() {
  const auto leg = [](Precise x) { return std::sqrt((1 - x) * (1 + x)); };
  const auto sigmoid = [](Precise x) { return 1 / (1 + std::exp(-x)); };
  const auto bell = [](Precise x) { return 2 / std::sqrt(std::acos(Precise(-1))) * std::exp(-x * x); };
  const std::vector<double> near_one = {0.9999999999, -0.9999999999, 0.5, 1 - 0x1p-52, -1 + 0x1p-40, 1e-300, 0};
  const std::vector<double> near_zero = {1e-300, -1e-12, 1e-9, -3e-5, 0.2};
  const std::vector<double> wide = {0, 1e-9, -0.3, 2, -5, 10, -20, 30, 300, -300};
  return {
      {"asin(x)", near_one, [=](Precise x) { return 1 / leg(x); }},
      {"acos(x)", near_one, [=](Precise x) { return -1 / leg(x); }},
      {"3*asin(x) - acos(x).^2/2", {0.9999999999, 0.5}, [=](Precise x) { return (3 + std::acos(x)) / leg(x); }},
      {"sqrt(1 - x.^2)", near_one, [=](Precise x) { return -x / leg(x); }},
      {"sqrt(x.^2 - 1)",
       {1.0000000001, -1.0000000001, 3},
       [](Precise x) { return x / std::sqrt((x - 1) * (x + 1)); }},
      {"log((1 + x)./(1 - x))", near_one, [](Precise x) { return 2 / ((1 - x) * (1 + x)); }},
      {"log(1 - x.^2)", near_one, [](Precise x) { return -2 * x / ((1 - x) * (1 + x)); }},
      {"tanh(x)", wide, [](Precise x) { return 1 / (std::cosh(x) * std::cosh(x)); }},
      {"2*tanh(x)", wide, [](Precise x) { return 2 / (std::cosh(x) * std::cosh(x)); }},
      {"sigmoid(x)", wide, [=](Precise x) { return sigmoid(x) * sigmoid(-x); }},
      {"log(1 - sigmoid(x))", wide, [=](Precise x) { return -sigmoid(x); }},
      {"swish(x)",
       {0, 1e-9, 2, 10, 30, 300, -0.3, -5, -20},
       [=](Precise x) { return sigmoid(x) + x * sigmoid(x) * sigmoid(-x); }},
      {"softplus(x)", wide, sigmoid},
      {"log_sigmoid(x)", wide, [=](Precise x) { return sigmoid(-x); }},
      {"log(1 + x)", near_zero, [](Precise x) { return 1 / (1 + x); }},
      {"log(1 + x).^2", near_zero, [](Precise x) { return 2 * std::log1p(x) / (1 + x); }},
      {"(exp(x) - 1).^2", near_zero, [](Precise x) { return 2 * std::expm1(x) * std::exp(x); }},
      {"(1 - exp(-x)).^2", near_zero, [](Precise x) { return -2 * std::expm1(-x) * std::exp(-x); }},
      {"(1 - cos(x)).^2",
       {1e-8, -1e-5, 0.3},
       [](Precise x) { return 4 * std::pow(std::sin(x / 2), Precise(2)) * std::sin(x); }},
      {"(1 - erf(x)).^2", {6, 3, 0.1}, [=](Precise x) { return -2 * std::erfc(x) * bell(x); }},
      {"erf(x)", {-5, 0, 1e-9, 3}, bell},
      {"expm1(x)", wide, [](Precise x) { return std::exp(x); }},
      {"log1p(x)", {-1 + 0x1p-52, -0.5, 1e-300, 1e10}, [](Precise x) { return 1 / (1 + x); }},
      {"hypot(x, 1e-200*x)", {1e-200, 1e200, -3}, [](Precise x) { return x > 0 ? Precise(1) : Precise(-1); }},
      {"atan(x)", {0, 1e-9, 1e10, -3}, [](Precise x) { return 1 / (1 + x * x); }},
      {"logaddexp(x, 0)", wide, sigmoid},
      {"tan(x)", {1.5, -1.5707963, 1e-9}, [](Precise x) { return 1 / (std::cos(x) * std::cos(x)); }},
  };
}

}  // namespace

TEST_CASE("derivatives keep their digits at difficult places") {
  for (const StableCase& each : cases()) {
    const Formula formula = parse_formula("sum(" + each.formula + ")", {.shapes = {{"x", {1, 1}}}});
    const Expr x = formula.variables.front(), slope = gradient(formula.result, x);
    const Function<double> function({x}, {slope});
    for (const double at : each.at) {
      CAPTURE(each.formula);
      CAPTURE(at);
      const Precise expected = each.derivative(at);
      const double actual = function(MatrixXd::Constant(1, 1, at).eval())[0](0, 0);
      CHECK(std::abs(static_cast<double>((actual - expected) / (expected == 0 ? 1 : expected))) <= 4e-14);
    }
  }
}

TEST_CASE("a matrix keeps its digits as a number does") {
  const Formula formula = parse_formula("sum(tanh(X)) + sum(asin(Y))", {.shapes = {{"X", {3, 4}}, {"Y", {2, 5}}}});
  for (const Expr& x : formula.variables) {
    const double at = x.symbol() == "X" ? 18 : 0.9999999999;
    const double expected = x.symbol() == "X" ? std::pow(std::cosh(18.0), -2) : 1 / std::sqrt((1 - at) * (1 + at));
    const Function<double> function({x}, {gradient(formula.result, x)});
    const MatrixXd actual = function(MatrixXd::Constant(x.rows(), x.cols(), at).eval())[0];
    CHECK((actual.array() / expected - 1).abs().maxCoeff() <= 1e-14);
  }
}

}  // namespace matgrad::tests
