#include "equation.hpp"

#include <doctest/doctest.h>

#include <random>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include "support/random_values.hpp"

namespace matgrad::tests {

void check_equations(const std::vector<Equation>& equations) {
  std::mt19937 random(20121115);
  for (const Equation& equation : equations) {
    CAPTURE(equation.name);
    CAPTURE(to_text(equation.derived));
    REQUIRE(equation.derived.shape() == equation.stated.shape());
    const std::vector<Expr> sides{equation.derived, equation.stated};
    for (int repetition = 0; repetition < 3; ++repetition) {
      LeafValues<double> leaves;
      for (const Expr& leaf : Graph(sides).leaves())
        leaves.emplace_back(leaf, random_matrix(leaf.shape(), leaf.op().declared_facts(), random));
      const auto values = reference_values<double>(sides, leaves);
      CHECK(values[1].norm() > 0);
      CHECK((values[0] - values[1]).norm() <= 1e-9 * values[1].norm());
    }
  }
}

Expr T(const Expr& matrix) { return transpose(matrix); }

}  // namespace matgrad::tests
