#include "matgrad/autodiff/expression/expr.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "support/error_text.hpp"

using namespace matgrad;

namespace {

const double quiet_nan = std::numeric_limits<double>::quiet_NaN();

bool same_op(const Expr& a, const Expr& b) { return a.op().equals(b.op()); }

}  // namespace

TEST_CASE("an expression tells its operation, inputs and shape") {
  const Expr A = variable("A", 2, 3), b = variable("b", 3);
  const Expr y = A * b;
  CHECK(y.op().name() == "matmul");
  CHECK(y.shape() == Shape{2, 1});
  REQUIRE(y.inputs().size() == 2);
  CHECK(y.input(0) == A);
  CHECK(y.input(1) == b);
  CHECK(y.symbol().empty());
  CHECK(A.symbol() == "A");
  CHECK(to_string(A.shape()) == "2×3");
}

TEST_CASE("handles are equal when they refer to one node") {
  const Expr A = variable("A", 2, 2);
  const Expr copy = A, y = A * A, z = A * A;
  CHECK(copy == A);
  CHECK(copy.id() == A.id());
  CHECK_FALSE(y == z);
  CHECK(y.hash() == z.hash());
  CHECK(same_op(y, z));
  Expr moved = y;
  const Expr target = std::move(moved);
  CHECK(target == y);
  moved = z;  // a handle that was moved from may be assigned to
  CHECK(moved == z);
  moved = *&moved;
  CHECK(moved == z);
}

TEST_CASE("the hash depends on structure alone") {
  const auto built = [](const char* name, double factor) {
    const Expr A = variable(name, 2, 2);
    return (factor * A * transpose(A)).hash();
  };
  CHECK(built("A", 2) == built("A", 2));
  CHECK(built("A", 2) != built("B", 2));
  CHECK(built("A", 2) != built("A", 3));
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  CHECK((A * B).hash() != (B * A).hash());
  CHECK((A * B).hash() != hadamard(A, B).hash());
  CHECK(variable("A", 2, 3).hash() != variable("A", 3, 2).hash());
}

TEST_CASE("leaves are equal by node, not by name") {
  const Expr A = variable("A", 2, 2), other = variable("A", 2, 2);
  CHECK(same_op(A, A));
  CHECK_FALSE(same_op(A, other));
  CHECK(A.hash() == other.hash());
}

TEST_CASE("constants are equal bit by bit") {
  CHECK(same_op(constant(2), constant(2)));
  CHECK_FALSE(same_op(constant(2), constant(3)));
  CHECK_FALSE(same_op(constant(0.0), constant(-0.0)));
  CHECK(constant(0.0).hash() != constant(-0.0).hash());
  CHECK(same_op(constant(quiet_nan), constant(quiet_nan)));
  CHECK_FALSE(same_op(constant(quiet_nan), constant(-quiet_nan)));
  CHECK(constant(2).hash() == constant(2).hash());
}

TEST_CASE("constants of other shapes do not have equal hashes") {
  const Eigen::MatrixXd row{{1, 2}};
  CHECK(constant(row).hash() != constant(row.transpose()).hash());
}

TEST_CASE("equality of operations is that of type and attributes") {
  const Expr A = variable("A", 4, 4);
  CHECK(same_op(slice(A, 0, 0, 2, 2), slice(A, 0, 0, 2, 2)));
  CHECK_FALSE(same_op(slice(A, 0, 0, 2, 2), slice(A, 0, 1, 2, 2)));
  CHECK_FALSE(same_op(A + A, A - A));
  CHECK_FALSE(same_op(A + A, hadamard(A, A)));
  CHECK(same_op(2.0 * A, A * 2.0));
  CHECK(same_op(named("K", A), named("K", 2 * A)));
  CHECK_FALSE(same_op(named("K", A), named("J", A)));
}

TEST_CASE("an expression that is used twice is one node") {
  const Expr A = variable("A", 2, 2);
  const Expr shared = A * A;
  CHECK(Graph(shared + transpose(shared)).size() == 4);
  CHECK(Graph(A * A + transpose(A * A)).size() == 5);  // nothing merges when it is built
}

TEST_CASE("leaves are what has a name and no inputs") {
  const Expr A = variable("A", 2, 2), p = parameter("p", 2);
  CHECK(A.is_leaf());
  CHECK(p.is_leaf());
  CHECK(is_parameter(p));
  CHECK_FALSE(is_parameter(A));
  CHECK_FALSE(constant(1).is_leaf());
  CHECK_FALSE(named("K", A).is_leaf());
  CHECK(is_named(named("K", A)));
  CHECK_FALSE(is_named(A));
}

TEST_CASE("numbers are operands") {
  const Expr A = variable("A", 2, 2);
  const Expr y = A + 2.5;
  CHECK(number_value(y.input(1)) == 2.5);
  CHECK_FALSE(number_value(A));
  CHECK_FALSE(number_value(constant(Eigen::MatrixXd::Zero(2, 2))));
  REQUIRE(constant_value(constant(3)).has_value());
  CHECK(constant_value(constant(3))->value() == 3);
  CHECK_FALSE(constant_value(A).has_value());
}

TEST_CASE("a constant keeps a copy") {
  Eigen::MatrixXd value{{1, 2}};
  const Expr fixed = constant(value);
  value(0, 0) = 7;
  CHECK((*constant_value(fixed))(0, 0) == 1);
}

TEST_CASE("an expression outlives the handles it was made from") {
  const Expr y = [] {
    const Expr A = variable("A", 2, 2);
    return sum(A * A);
  }();
  CHECK(y.input(0).input(0).symbol() == "A");
}

TEST_CASE("an expression may be given later; until then whatever uses it throws") {
  Expr e;
  CHECK(e.is_empty());
  CHECK(e == Expr());
  const Expr x = variable("x", 2);
  const auto text = [](const auto& use) { return tests::text_of<Error>(use); };
  CHECK(tests::has(text([&] { e.shape(); }), "an empty Expr is used: it was default constructed, or moved from"));
  CHECK_THROWS_AS(e.op(), Error);
  CHECK_THROWS_AS(e.inputs(), Error);
  CHECK_THROWS_AS(e.hash(), Error);
  CHECK_THROWS_AS(e.symbol(), Error);
  CHECK_THROWS_AS(e.is_leaf(), Error);
  CHECK_THROWS_AS(to_text(e), Error);
  CHECK_THROWS_AS(Graph{e}, Error);
  CHECK_THROWS_AS(gradient(e, x), Error);
  CHECK_THROWS_AS(gradient(sum(x), e), Error);
  CHECK_THROWS_AS(Function({x}, e), Error);
  CHECK_THROWS_AS(Function({e}, x), Error);
  CHECK_THROWS_AS(Expr(sum(x).shared_op(), {e}), Error);
  CHECK_THROWS_AS(Expr(nullptr, {x}), Error);
  // An operation tells the line, too.
  CHECK(tests::has(text([&] { return x + e; }), "\n  at expr_test.cpp:"));
  e = x;
  CHECK_FALSE(e.is_empty());
  const Expr heir = std::move(e);
  CHECK(heir == x);
  CHECK_THROWS_AS(e.shape(), Error);
}

TEST_CASE("an expression is added to, subtracted from and multiplied in place; what was built of it stays") {
  const Expr x = variable("x", 2), A = variable("A", 2, 2);
  Expr y = x;
  const Expr before = exp(y);
  y += A * x;
  CHECK(to_text(y) == "x + A x");
  y -= 1.0;
  y *= 2;
  CHECK(to_text(y) == "2 (x + A x − 1)");
  Expr M = A;
  M *= A;
  CHECK(to_text(M) == "A A");
  M /= 4;
  CHECK(to_text(M) == "(A A) / 4");
  CHECK(to_text(before) == "exp(x)");
  CHECK(tests::has(tests::text_of<ShapeError>([&] { y += A; }), "at expr_test.cpp:"));
}
