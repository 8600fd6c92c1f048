#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/diagonals.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/rewrite/fact_table.hpp>

#include "instances.hpp"
#include "support/random_values.hpp"

namespace matgrad::tests {
TEST_CASE("the conclusion of every implication holds for matrices that meet its premises") {
  for (const Implication& implication : known_implications()) {
    CAPTURE(to_text(implication.pattern));
    unsigned seed = 0;
    for (const std::vector<Expr>& instance : instances({implication.pattern}))
      for (int repetition = 0; repetition < 3; ++repetition) {
        const Eigen::MatrixXd value = values_in_domain(instance, ++seed)[0].cast<double>();
        CAPTURE(value);
        const bool square = value.rows() == value.cols();
        const Facts of_entries{Fact::positive, Fact::column_stochastic};
        CHECK(has_facts(value, square ? implication.conclusion : implication.conclusion & of_entries));
      }
    CHECK(seed >= 3);
  }
}

TEST_CASE("every implication is drawn, and not without its premises") {
  for (const Implication& implication : known_implications()) {
    CAPTURE(to_text(implication.pattern));
    CHECK(FactTable().facts(implication.pattern).has_all(implication.conclusion));
    CHECK_FALSE(implication.conclusion.empty());
    for (const NearMiss& miss : with_a_fact_missing(implication.pattern)) {
      CAPTURE(miss.description);
      CHECK_FALSE(FactTable().facts(miss.expr).has_all(implication.conclusion));
    }
  }
}

TEST_CASE("products of a matrix and its transpose are semidefinite, with a regular scalar multiple definite") {
  const Expr A = variable("A", 3, 4), S = variable("S", 4, 4, Fact::symmetric);
  const Expr P = variable("P", 4, 4, Fact::positive_semidefinite), b = variable("b", 1, 1, Fact::positive);
  const Expr s = variable("s", 1);
  const auto facts = [](const Expr& expr) { return FactTable().facts(expr); };
  const Expr AAt = product({A, transpose(A)});
  CHECK(facts(AAt) == Facts(Fact::positive_semidefinite));
  CHECK(facts(product({A, P, transpose(A)})) == Facts(Fact::positive_semidefinite));
  CHECK(facts(product({A, S, transpose(A)})) == Facts(Fact::symmetric));
  CHECK(facts(product({b, A, transpose(A)})) == Facts(Fact::positive_semidefinite));
  CHECK(facts(product({s, A, transpose(A)})) == Facts(Fact::symmetric));
  CHECK(facts(weighted_sum({1, 1}, {AAt, identity(3)})).has(Fact::positive_definite));
  CHECK(facts(weighted_sum({1, 0.1}, {AAt, product({b, identity(3)})})).has(Fact::positive_definite));
  CHECK(facts(weighted_sum({-1, 1}, {AAt, identity(3)})) == Facts(Fact::symmetric));
  CHECK(facts(weighted_sum({1, -1}, {AAt, identity(3)})) == Facts(Fact::symmetric));
  CHECK(facts(product({A, variable("M", 4, 4), transpose(A)})).empty());
  CHECK(facts(product({A, transpose(variable("B", 3, 4))})).empty());
}

TEST_CASE("a scalar added to every entry leaves symmetry and positivity only") {
  const Expr b = variable("b", 1, 1, Fact::positive), s = variable("s", 1);
  const Expr D = variable("D", 3, 3, Fact::diagonal), P = variable("P", 3, 3, Fact::positive_definite);
  const Expr A = variable("A", 2, 3, Fact::nonnegative);
  const auto facts = [](const Expr& expr) { return FactTable().facts(expr); };
  CHECK(facts(D + s) == Facts(Fact::symmetric));
  CHECK_FALSE(facts(D + b).has(Fact::lower_triangular));
  CHECK(facts(P + s) == Facts(Fact::symmetric));
  CHECK(facts(A + b).has(Fact::positive));
  CHECK_FALSE(facts(A + s).has(Fact::nonnegative));
  CHECK_FALSE(facts(variable("L", 3, 3, Fact::lower_triangular) + b).has(Fact::lower_triangular));
}

TEST_CASE("no matrix that is not square is triangular or symmetric") {
  const Expr A = variable("A", 2, 3, Fact::nonnegative), L = variable("L", 3, 3, Fact::lower_triangular);
  const auto facts = [](const Expr& expr) { return FactTable().facts(expr); };
  CHECK(facts(lower_triangle(A)).empty());
  CHECK(facts(lower_triangle(L * transpose(L))).has(Fact::lower_triangular));
  CHECK(facts(transpose(A)) == Facts(Fact::nonnegative));
  CHECK(facts(softmax(A)) == Facts(Fact::column_stochastic));
}

TEST_CASE("facts reach through names and into deep expressions") {
  const Expr L = variable("L", 3, 3, Fact::lower_triangular);
  CHECK(FactTable().facts(named("N", L)).has(Fact::lower_triangular));
  Expr deep = L;
  for (int i = 0; i < 50'000; ++i) deep = abs(deep) + L;
  CHECK_NOTHROW(FactTable().facts(deep));
  Expr inverted = L;
  for (int i = 0; i < 1001; ++i) inverted = transpose(inverse(inverted));
  CHECK(FactTable().facts(inverted) == Facts(Fact::upper_triangular));
}

}  // namespace matgrad::tests
