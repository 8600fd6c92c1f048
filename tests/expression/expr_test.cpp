#include "matgrad/autodiff/expression/expr.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <type_traits>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

using namespace matgrad;

namespace {

const double not_a_number = std::numeric_limits<double>::quiet_NaN();

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
  CHECK(same_op(constant(not_a_number), constant(not_a_number)));
  CHECK_FALSE(same_op(constant(not_a_number), constant(-not_a_number)));
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
