#include "equation.hpp"

#include <doctest/doctest.h>

#include <Eigen/Core>

#include <random>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {
namespace {

Eigen::MatrixXd drawn(const Expr& leaf, std::mt19937& random) {
  std::uniform_real_distribution<double> entry(-1, 1);
  Eigen::MatrixXd value = Eigen::MatrixXd::NullaryExpr(leaf.rows(), leaf.cols(), [&] { return entry(random); });
  const Facts facts = leaf.op().declared_facts();
  if (leaf.rows() == leaf.cols()) value.diagonal().array() += 2;
  if (facts.has(Fact::symmetric)) value = (value + value.transpose()).eval() / 2;
  if (facts.has(Fact::positive_definite)) value = (value * value).eval();
  if (facts.has(Fact::diagonal)) value = value.diagonal().asDiagonal().toDenseMatrix();
  return value;
}

}  // namespace

void check_equations(const std::vector<Equation>& equations) {
  std::mt19937 random(20121115);
  for (const Equation& equation : equations) {
    CAPTURE(equation.name);
    CAPTURE(to_text(equation.derived));
    REQUIRE(equation.derived.shape() == equation.stated.shape());
    const std::vector<Expr> sides{equation.derived, equation.stated};
    for (int repetition = 0; repetition < 3; ++repetition) {
      LeafValues<double> leaves;
      for (const Expr& leaf : Graph(sides).leaves()) leaves.emplace_back(leaf, drawn(leaf, random));
      const auto values = reference_values<double>(sides, leaves);
      CHECK(values[1].norm() > 0);
      CHECK((values[0] - values[1]).norm() <= 1e-9 * values[1].norm());
    }
  }
}

Expr T(const Expr& matrix) { return transpose(matrix); }

}  // namespace matgrad::tests
