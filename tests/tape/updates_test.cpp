#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST_CASE("an update overwrites the bound matrix after all reads") {
  const Expr W = variable("W", 2, 3);
  const Function step({W}, {sum(W), 2 * W, W}, {{W, W - 0.5 * W}});
  const MatrixXd start = MatrixXd::Random(2, 3);
  MatrixXd W0 = start;
  const auto [total, doubled, before] = step(W0);
  CHECK(W0 == 0.5 * start);
  CHECK(total(0, 0) == doctest::Approx(start.sum()));
  CHECK(doubled == 2 * start);
  CHECK(before == start);

  Workspace w(step);
  step(w, W0);
  step(w, {{"W", W0}});
  CHECK(W0 == 0.125 * start);
}

TEST_CASE("updates alone, without outputs") {
  const Expr W = variable("W", 2, 2);
  const Function step({W}, {}, {{W, 3 * W}});
  MatrixXd W0 = MatrixXd::Ones(2, 2);
  CHECK(step(W0).empty());
  CHECK(W0 == MatrixXd::Constant(2, 2, 3.0));
}

TEST_CASE("leaves may trade values") {
  const Expr a = variable("a", 2), b = variable("b", 2);
  const Function swap({a, b}, {}, {{a, b}, {b, a}});
  VectorXd a0{{1, 2}}, b0{{3, 4}};
  swap(a0, b0);
  CHECK(a0 == VectorXd{{3, 4}});
  CHECK(b0 == VectorXd{{1, 2}});
}

TEST_CASE("a leaf may be set to a constant, or without being read") {
  const Expr a = variable("a", 1), b = variable("b", 1);
  const Function reset({a, b}, {}, {{a, constant(0)}, {b, 2 * a}});
  MatrixXd a0 = MatrixXd::Constant(1, 1, 5.0), b0 = MatrixXd::Constant(1, 1, 7.0);
  reset(a0, b0);
  CHECK(a0(0, 0) == 0);
  CHECK(b0(0, 0) == 10);
}

TEST_CASE("the matrix to update may be a view of any layout") {
  const Expr W = variable("W", 2, 3);
  const Function step({W}, {W}, {{W, 2 * W}});
  MatrixXd large = MatrixXd::Ones(5, 6);
  step(large.block(1, 2, 2, 3));
  CHECK(large.sum() == 30 + 6);
  CHECK(large.block(1, 2, 2, 3) == MatrixXd::Constant(2, 3, 2.0));

  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> by_rows(2, 3);
  by_rows << 1, 2, 3, 4, 5, 6;
  const MatrixXd start = by_rows;
  CHECK(step(by_rows)[0] == start);
  CHECK(by_rows == 2 * start);

  std::vector<double> memory(6, 4.0);
  step(View<double>(memory.data(), 2, 3));
  CHECK(memory == std::vector<double>(6, 8.0));
}

TEST_CASE("a matrix may be bound to an input with an update and to one without") {
  const Expr W = variable("W", 2, 2), V = variable("V", 2, 2);
  const Function step({W, V}, {W * V}, {{W, 2 * V}});
  const MatrixXd start = MatrixXd::Random(2, 2);
  MatrixXd W0 = start;
  CHECK(step(W0, W0)[0].isApprox(start * start));
  CHECK(W0 == 2 * start);
}

TEST_CASE("const matrices, temporaries and numbers are not overwritten") {
  const Expr W = variable("W", 1, 1);
  const Function step({W}, {W}, {{W, 2 * W}});
  const MatrixXd fixed = MatrixXd::Ones(1, 1);
  const double number = 1;
  CHECK_THROWS_AS(step(fixed), Error);
  CHECK_THROWS_AS(step(MatrixXd::Ones(1, 1).eval()), Error);
  CHECK_THROWS_AS(step(fixed.topRows(1)), Error);
  CHECK_THROWS_AS(step(ConstView<double>(fixed.data(), 1, 1)), Error);
  CHECK_THROWS_WITH_AS(
      step(number),
      "Function: the input W (1×1) has an update, so it must be bound to a mutable matrix or view, "
      "not to a number: use a 1×1 matrix",
      Error);
  CHECK(fixed(0, 0) == 1);
}

TEST_CASE("two updates of the same memory are refused, of neighbouring memory not") {
  const Expr a = variable("a", 2), b = variable("b", 2);
  const Function step({a, b}, {}, {{a, 2 * a}, {b, 3 * b}});
  VectorXd both = VectorXd::Ones(4);
  CHECK_THROWS_AS(step(both.head(2), both.head(2)), Error);
  CHECK_THROWS_AS(step(both.head(2), both.segment(1, 2)), Error);
  CHECK(both == VectorXd::Ones(4));
  step(both.tail(2), both.head(2));
  CHECK(both == VectorXd{{3, 3, 2, 2}});
  MatrixXd rows = MatrixXd::Ones(2, 2);
  step(rows.row(0).transpose(), rows.row(1).transpose());
  CHECK(rows == MatrixXd{{2, 2}, {3, 3}});
}

TEST_CASE("an update is written only if the call succeeds") {
  const Expr W = variable("W", 2), p = variable("p", 1, 1, Fact::positive);
  const Function step({W, p}, {}, {{W, p * W}});
  VectorXd W0 = VectorXd::Ones(2);
  CHECK_THROWS_AS(step(W0, -1), DomainError);
  CHECK(W0 == VectorXd::Ones(2));
}

TEST_CASE("updates that make no sense are refused when the Function is made") {
  const Expr a = variable("a", 2), b = variable("b", 2);
  const auto made = [&](std::vector<Update> updates) { return Function({a}, {2 * a}, updates); };
  CHECK_THROWS_AS(made({{b, a}}), Error);
  CHECK_THROWS_AS(made({{2 * a, a}}), Error);
  CHECK_THROWS_AS(made({{a, 2 * a}, {a, 3 * a}}), Error);
  CHECK_THROWS_AS(made({{a, transpose(a)}}), ShapeError);
  CHECK_THROWS_AS(made({{a, b}}), MissingInputError);
}
