#include <doctest/doctest.h>

#include <limits>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/grade/value_range.hpp>
#include <matgrad/autodiff/operations/activation.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

using namespace matgrad;
using matgrad::grading::Range;

namespace {

bool is_near(double a, double b) { return a == b || a == doctest::Approx(b); }

}  // namespace

TEST_CASE("entries lie between the numbers that facts and operations leave, and never beyond them") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  struct Row {
    Expr expr;
    double least, greatest;
  };
  const Expr x = variable("x", 3), y = variable("y", 3), A = variable("A", 3, 3);
  const Expr p = variable("p", 3, 1, Fact::positive);
  const Expr above = 1.0 + exp(A);  // 1 to ∞
  const Row rows[] = {
      {x, -infinity, infinity},
      {p, 0, infinity},
      {relu(x), 0, infinity},
      {tanh(x), -1, 1},
      {2.0 * sigmoid(x) - 1.0, -1, 1},
      {hadamard(x, x), 0, infinity},
      {hadamard(x, y), -infinity, infinity},
      {hadamard(std::vector{x, x, y}), -infinity, infinity},
      {hadamard(std::vector{p, p, y}), -infinity, infinity},
      {hadamard(std::vector{x, x, p}), 0, infinity},
      {hadamard(std::vector{tanh(x), tanh(y), 1.0 + tanh(x)}), -2, 2},
      {transpose(x) * x, 0, infinity},
      {product(std::vector{transpose(x), A, x}), -infinity, infinity},
      {product(std::vector{transpose(x), x, transpose(y)}), -infinity, infinity},
      {dot(tanh(x), tanh(y)), -3, 3},
      {sum(above), 9, infinity},
      {trace(above), 3, infinity},
      {mean(above), 1, infinity},
      {lower_half(above), 0, infinity},
      {as_diagonal(1.0 + exp(x)), 0, infinity},
      {maximum(x, tanh(y)), -1, infinity},
      {divide(tanh(x), p), -infinity, infinity},
  };
  for (const Row& row : rows) {
    CAPTURE(to_text(row.expr));
    const Range found = grading::range_of(row.expr);
    CHECK(is_near(found.least, row.least));
    CHECK(is_near(found.greatest, row.greatest));
  }
}

TEST_CASE("a piece that ranges exclude is not taken, and no other") {
  const Expr x = variable("x", 3), y = variable("y", 3), A = variable("A", 3, 3);
  const Expr above = 1.0 + exp(A);
  CHECK_FALSE(grading::may_take(less(relu(x), constant(0)), 0));
  CHECK_FALSE(grading::may_take(abs(exp(x)), 0));
  CHECK(grading::may_take(abs(exp(x)), 1));
  CHECK(grading::may_take(abs(hadamard(std::vector{x, x, y})), 0));
  CHECK(grading::may_take(maximum(trace(above), constant(4)), 0));
}
