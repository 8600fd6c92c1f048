#include <doctest/doctest.h>

#include <cmath>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/distance.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {

std::vector<OpRow> distance_rows() {
  return {
      {.name = "pairwise_squared_distances",
       .build = [](const Exprs& x) { return pairwise_squared_distances(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(x[0].cols(), x[1].cols(), [&](Index i, Index j) {
           return x[0].col(i).squaredNorm() + x[1].col(j).squaredNorm() - 2 * x[0].col(i).dot(x[1].col(j));
         });
       },
       .cases = {{real(3, 2), real(3, 4)},
                 {real(2, 1), real(2, 3)},
                 {real(1, 3), real(1, 1)},
                 {real(3, 1), real(3, 1)},
                 {real(1), real(1)},
                 {real(0, 2), real(0, 3)},
                 {real(2, 0), real(2, 3)},
                 {real(2, 3), real(2, 0)}},
       .text = "pairwise_squared_distances(A, B)",
       .adjoints = {"2 weighted_differences(A, B, G)", "2 weighted_differences(B, A, Gᵀ)"},
       .unfitting = {{{2, 3}, {3, 3}}}},
      {.name = "pairwise_squared_distances, of one set",
       .build = [](const Exprs& x) { return pairwise_squared_distances(x[0], x[0]); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(x[0].cols(), x[0].cols(),
                                   [&](Index i, Index j) { return (x[0].col(i) - x[0].col(j)).squaredNorm(); });
       },
       .cases = {{real(3, 4)}, {real(2, 2)}},
       .text = "pairwise_squared_distances(A, A)",
       .adjoints = {"2 weighted_differences(A, A, G)", "2 weighted_differences(A, A, Gᵀ)"}},
      {.name = "pairwise_distances",
       .build = [](const Exprs& x) { return pairwise_distances(x[0], x[1]); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(x[0].cols(), x[1].cols(),
                                   [&](Index i, Index j) { return (x[0].col(i) - x[1].col(j)).norm(); });
       },
       .cases = {{between(0, 1, 3, 2), between(1.5, 2.5, 3, 4)},
                 {between(0, 1, 2, 1), between(1.5, 2.5, 2, 3)},
                 {between(0, 1, 1), between(2, 3, 1)},
                 {real(2, 0), real(2, 3)}},
       .text = "pairwise_distances(A, B)",
       .adjoints = {"weighted_differences(A, B, divide_or_zero(G, Z))",
                    "weighted_differences(B, A, divide_or_zero(G, Z)ᵀ)"},
       .unfitting = {{{2, 3}, {3, 3}}}},
      {.name = "pairwise_distances, of one set",
       .build = [](const Exprs& x) { return pairwise_distances(x[0], x[0]); },
       .value = [](const Values& x) -> Value {
         return Value::NullaryExpr(x[0].cols(), x[0].cols(),
                                   [&](Index i, Index j) { return (x[0].col(i) - x[0].col(j)).norm(); });
       },
       .cases = {{real(3, 4)}, {real(2, 2)}},
       .text = "pairwise_distances(A, A)",
       .adjoints = {"weighted_differences(A, A, divide_or_zero(G, Z))",
                    "weighted_differences(A, A, divide_or_zero(G, Z)ᵀ)"}},
      {.name = "weighted_differences",
       .build = [](const Exprs& x) { return weighted_differences(x[0], x[1], x[2]); },
       .value = [](const Values& x) -> Value {
         return x[0] * x[2].rowwise().sum().asDiagonal() - x[1] * x[2].transpose();
       },
       .cases = {{real(3, 2), real(3, 4), real(2, 4)},
                 {real(2, 1), real(2, 3), real(1, 3)},
                 {real(3, 1), real(3, 1), real(1, 1)},
                 {real(1, 2), real(1, 1), real(2, 1)},
                 {real(1), real(1), real(1)},
                 {real(2, 3), real(2, 0), real(3, 0)},
                 {real(0, 2), real(0, 3), real(2, 3)}},
       .text = "weighted_differences(A, B, C)",
       .adjoints = {"G ∘ rows(row_sums(C)ᵀ, G)", "−G C", "difference_products(A, B, G)"},
       .unfitting = {{{2, 3}, {3, 3}, {3, 3}}, {{2, 3}, {2, 4}, {4, 3}}}},
      {.name = "difference_products",
       .build = [](const Exprs& x) { return difference_products(x[0], x[1], x[2]); },
       .value = [](const Values& x) -> Value {
         const Eigen::VectorXd own = (x[0].transpose() * x[2]).diagonal();
         return own.replicate(1, x[1].cols()) - x[2].transpose() * x[1];
       },
       .cases = {{real(3, 2), real(3, 4), real(3, 2)},
                 {real(2, 1), real(2, 3), real(2, 1)},
                 {real(1, 2), real(1, 1), real(1, 2)},
                 {real(1), real(1), real(1)},
                 {real(2, 0), real(2, 3), real(2, 0)},
                 {real(0, 2), real(0, 3), real(0, 2)}},
       .text = "difference_products(A, B, C)",
       .adjoints = {"C ∘ rows(row_sums(G)ᵀ, C)", "−C G", "weighted_differences(A, B, G)"},
       .unfitting = {{{2, 3}, {3, 3}, {2, 3}}, {{2, 3}, {2, 4}, {2, 4}}}},
  };
}

TEST_CASE("distances have the stated value, derivatives and print") { check_rows(distance_rows()); }

TEST_CASE("distances of nearly equal points keep their digits, and so do their derivatives") {
  const Expr X = variable("X", 2, 2), Y = variable("Y", 2, 2), V = variable("V", 2, 2);
  const double step = std::ldexp(1.0, -20);  // exact beside 10⁸, and its square not
  const Value y{{1e8, -3e8}, {2e8, 1e8}};
  Value x = y;
  x(0, 0) += step;
  x(1, 0) -= 2 * step;
  const Expr distances = pairwise_squared_distances(X, Y);
  const Expr slope = gradient(trace(distances), X);
  const Expr curvature = directional_derivative(slope, X, V);
  const auto values =
      evaluated<double>({distances, slope, curvature}, {{X.id(), x}, {Y.id(), y}, {V.id(), Value::Ones(2, 2)}});
  CHECK(values[0](0, 0) == 5 * step * step);
  CHECK(values[0](1, 1) == 0);
  CHECK(values[1] == Value{{2 * step, 0}, {-4 * step, 0}});
  CHECK(values[2] == Value::Constant(2, 2, 2));
}

TEST_CASE("distances within one set vanish on the diagonal, and are symmetric") {
  const Expr X = variable("X", 3, 4);
  const Value x =
      Value::NullaryExpr(3, 4, [](Index i, Index j) { return std::sin(static_cast<double>(7 * i + j)); });
  const Value d = evaluated<double>(pairwise_squared_distances(X, X), {{X.id(), x}});
  CHECK(d.diagonal().norm() == 0);
  CHECK(d == d.transpose());
}

}  // namespace matgrad::tests
