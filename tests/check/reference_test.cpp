#include "matgrad/autodiff/check/reference.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

template <class Scalar>
void check_products() {
  const Expr A = variable("A", 2, 3), B = variable("B", 3, 2);
  const Matrix<Scalar> A0 = Matrix<Scalar>::Random(2, 3), B0 = Matrix<Scalar>::Random(3, 2);
  const LeafValues<Scalar> leaves{{B, B0}, {A, A0}};
  const std::vector<Matrix<Scalar>> values =
      reference_values<Scalar>(std::vector{A * B, transpose(A) - B, A}, leaves);
  REQUIRE(values.size() == 3);
  CHECK(values[0].isApprox(A0 * B0));
  CHECK(values[1] == A0.transpose() - B0);
  CHECK(values[2] == A0);
}

}  // namespace

TEST_CASE("the reference evaluator gives values in three precisions") {
  check_products<float>();
  check_products<double>();
  check_products<long double>();
}

TEST_CASE("in long double the reference evaluator is more accurate") {
  const Expr a = variable("a", 1);
  const Expr difference = (a + 1.0) - a;
  const LeafValues<double> in_double{{a, MatrixXd::Constant(1, 1, 1e17)}};
  const LeafValues<long double> in_long{{a, Matrix<long double>::Constant(1, 1, 1e17L)}};
  CHECK(reference_value(difference, in_double)(0, 0) == 0);
  CHECK(reference_value(difference, in_long)(0, 0) == 1);
}

TEST_CASE("every node that is needed has a reference value") {
  const Expr b = variable("b", 2), X = variable("X", 2, 3), y = 2 * b, z = columns(y, X);
  const MatrixXd b0{{1}, {2}};
  const std::vector<ReferenceEvaluation<double>::Leaf> leaves{{b, ConstView<double>(b0.data(), 2, 1)}};
  const ReferenceEvaluation<double> evaluation(std::span(&z, 1), leaves);
  CHECK(evaluation.value(y) == 2 * b0);
  CHECK(evaluation.value(z) == (2 * b0).replicate(1, 3));
}

TEST_CASE("the reference evaluator names a leaf without value, or of another shape") {
  const Expr a = variable("a", 2);
  CHECK_THROWS_WITH_AS(reference_value<double>(2 * a, {}), "no value is given for the variable a (2×1)",
                       MissingInputError);
  CHECK_THROWS_WITH_AS(reference_value<double>(2 * a, {{a, MatrixXd(1, 2)}}), "the value given for a (2×1) is 1×2",
                       ShapeError);
}
