#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/check_gradient.hpp>
#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>

#include "support/random_values.hpp"

// The examples in the documentation of matrixcalculus.org, with its convention for letters.

namespace matgrad::tests {
namespace {

/// Positive definite where square, positive elsewhere: inside of every domain here.
std::vector<Eigen::MatrixXd> values_for(const std::vector<Expr>& variables) {
  std::mt19937 random(3);
  std::vector<Eigen::MatrixXd> result;
  for (const Expr& variable : variables) {
    const bool square = variable.rows() == variable.cols() && variable.rows() > 1;
    result.push_back(random_matrix(variable.shape(), square ? Fact::positive_definite : Fact::positive, random));
  }
  return result;
}

void check_derivatives(const std::string& text, const std::string& printed, Shape shape) {
  INFO(text);
  const Formula formula = parse_formula(text);
  CHECK(to_text(formula.result) == printed);
  CHECK(formula.result.shape() == shape);
  const std::vector<Eigen::MatrixXd> values = values_for(formula.variables);
  // A function with a vector or matrix for its value is checked by the scalar ⟨G, f⟩.
  std::mt19937 random(5);
  const Expr weight = constant(uniform_matrix(shape.rows, shape.cols, random));
  const Expr loss = shape.is_scalar() ? formula.result : dot(weight, formula.result);
  const GradientCheck check = check_gradient(loss, formula.variables, values);
  CHECK_MESSAGE(check.passed(), to_text(loss), " has a relative error of ", check.relative_error());
}

}  // namespace

TEST_CASE("the examples of matrixcalculus.org are read, differentiated and verified") {
  check_derivatives("0.5*x'*A*x", "½ xᵀ A x", {1, 1});
  check_derivatives("A*exp(x)", "A exp(x)", {3, 1});
  check_derivatives("(y.*v)'*x", "(y ∘ v)ᵀ x", {1, 1});
  check_derivatives("a^b", "a .^ b", {1, 1});
  check_derivatives("norm1(A*x-y)", "sum(abs(A x − y))", {1, 1});
  check_derivatives("norm2(A*x-y)^2", "‖A x − y‖²", {1, 1});
  check_derivatives("sum(log(exp(-y.*(X*w)) + vector(1)))", "sum(log(exp(−y ∘ (X w)) + 1))", {1, 1});
  check_derivatives("tr(A*X'*B*X*C)", "tr(A Xᵀ B X C)", {1, 1});
  check_derivatives("log(det(inv(X)))", "log(det(X⁻¹))", {1, 1});
}

TEST_CASE("a vector-valued formula has a Jacobian") {
  const Formula formula = parse_formula("A*exp(x)");
  const Expr x = formula.variables[1];
  const Expr derivative = jacobian(formula.result, x);
  CHECK(derivative.shape() == Shape{3, 4});
  const std::vector<Eigen::MatrixXd> values = values_for(formula.variables);
  const LeafValues<double> leaves{{formula.variables[0], values[0]}, {x, values[1]}};
  const Eigen::MatrixXd expected = values[0] * values[1].array().exp().matrix().asDiagonal();
  CHECK((reference_value(derivative, leaves) - expected).cwiseAbs().maxCoeff() < 1e-14);
}

TEST_CASE("the norm of a matrix is Frobenius', and its square has the gradient 0 at 0") {
  const Formula formula = parse_formula("Z: 2x2; norm2(Z)^2");
  const std::vector<Eigen::MatrixXd> zero{Eigen::MatrixXd::Zero(2, 2)};
  CHECK(check_gradient(formula.result, formula.variables, zero).passed());
  const LeafValues<double> leaves{{formula.variables[0], Eigen::MatrixXd{{3, 0}, {0, 4}}}};
  CHECK(reference_value(formula.result, leaves)(0, 0) == 25);
}

}  // namespace matgrad::tests
