#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "support/allocation_count.hpp"
#include "support/deep_chain.hpp"
#include "support/is_sanitized.hpp"

using namespace matgrad;

namespace {

constexpr int depth = matgrad::tests::is_sanitized ? 100'000 : 1'000'000;
constexpr int width = matgrad::tests::is_sanitized ? 20'000 : 100'000;

}  // namespace

TEST_CASE("a deep chain is built, printed, run and destroyed") {
  const Expr x = variable("x", 1);
  const Expr y = tests::deep_chain(x, depth);
  CHECK(Graph(y).size() == depth + 1);
  CHECK(to_text(y).size() < 2000);
  CHECK(to_listing(y).size() < 20000);
  // Each step halves what is small: after 10⁵ of them nothing is left of it.
  CHECK(Function({x}, {y})(0.5)[0](0, 0) == 0);
}

TEST_CASE("a deep chain is differentiated, and its gradient printed and run") {
  const Expr x = variable("x", 1);
  const Expr y = tests::deep_chain(x, 100'000);
  const Expr dy = gradient(y, x);
  CHECK(to_text(dy).size() < 20000);
  const Function f({x}, {y, dy});
  const auto [value, slope] = f(0.5);
  CHECK(value(0, 0) == 0);
  CHECK(slope(0, 0) == 0);
}

TEST_CASE("a deep chain of sums has the right value and gradient") {
  const Expr x = variable("x", 2);
  Expr y = x;
  for (int i = 1; i < width; ++i) y = y + x;
  const Expr loss = sum(y);
  const Function f({x}, {loss, gradient(loss, x)});
  const auto [value, slope] = f(Eigen::Vector2d(1, 2));
  CHECK(value(0, 0) == 3.0 * width);
  CHECK(slope == Eigen::MatrixXd::Constant(2, 1, width));
}

TEST_CASE("a wide fan is built, printed, differentiated, run and destroyed") {
  const Expr x = variable("x", 1);
  std::vector<Expr> terms;
  for (int i = 0; i < width; ++i) terms.push_back(tanh(x + 1.0 / (i + 1)));
  const Expr y = sum_of(terms);
  CHECK(to_text(y).size() < 20000);
  const Expr dy = gradient(y, x);
  CHECK(to_text(dy).size() < 20000);
  const Function f({x}, {y, dy});
  const auto [value, slope] = f(0.5);
  double expected = 0, expected_slope = 0;
  for (int i = 0; i < width; ++i) {
    const double t = std::tanh(0.5 + 1.0 / (i + 1));
    expected += t;
    expected_slope += 1 - t * t;
  }
  CHECK(value(0, 0) == doctest::Approx(expected).epsilon(1e-10));
  CHECK(slope(0, 0) == doctest::Approx(expected_slope).epsilon(1e-10));
}

TEST_CASE("a node takes at most 200 bytes") {
#if defined(MATGRAD_SANITIZED)
  MESSAGE("skipped: the sanitizers count memory themselves");
#else
  constexpr int nodes = 100'000;
  const Expr x = variable("x", 3, 3);
  const auto bytes_a_node = [&](const auto& step) {
    const std::size_t before = allocated_bytes();
    Expr y = x;
    for (int i = 0; i < nodes; ++i) y = step(y);
    return static_cast<double>(allocated_bytes() - before) / nodes;
  };
  CHECK(bytes_a_node([](const Expr& y) { return tanh(y); }) <= 200);
  CHECK(bytes_a_node([](const Expr& y) { return y * y; }) <= 200);
  CHECK(bytes_a_node([&](const Expr& y) { return y + x; }) <= 200);
  CHECK(bytes_a_node([](const Expr& y) { return 0.5 * y; }) <= 200);
  CHECK(bytes_a_node([](const Expr& y) { return tanh(y); }) > 40);  // it is counted at all
#endif
}
