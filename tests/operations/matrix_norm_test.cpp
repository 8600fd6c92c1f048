#include <doctest/doctest.h>

#include <cmath>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"
#include "support/reference_matrices.hpp"

namespace matgrad::tests {
namespace {

/// No entry near 0, and sums of columns and of rows that are far apart.
Input uneven(Index rows, Index cols) {
  return {.shape = {rows, cols}, .low = 1, .high = 1.2, .made = [](const Value& a) -> Value {
            Value result = a;
            for (Index j = 0; j < a.cols(); ++j)
              for (Index i = 0; i < a.rows(); ++i)
                result(i, j) *= static_cast<double>(((i + 2 * j) % 3 + 1) * ((i + j) % 2 == 0 ? 1 : -1));
            return result;
          }};
}

Value singular_values_by_eigen(const Value& a) {
  return a.size() == 0 ? Value(Value::Zero(1, 1)) : Value(singular_values_of(a));
}

Value subgradient_by_loops(const Value& a) {
  Value result = Value::Zero(a.rows(), a.cols());
  double greatest = 0;
  for (Index j = 0; j < a.cols(); ++j) {
    const double total = a.col(j).lpNorm<1>();
    if (total <= greatest) continue;
    greatest = total;
    result.setZero();
    result.col(j) = a.col(j).array().sign();
  }
  return result;
}

}  // namespace

std::vector<OpRow> matrix_norm_rows() {
  const std::vector<Case> singular_shapes{{uneven(4, 3)}, {uneven(3, 3)}, {uneven(2, 4)}, {uneven(1, 1)},
                                          {uneven(3, 1)}, {uneven(0, 2)}, {uneven(0, 0)}};
  const std::vector<Case> shapes{{uneven(4, 3)}, {uneven(3, 3)}, {uneven(2, 4)}, {uneven(1, 1)},
                                 {uneven(3, 0)}, {uneven(0, 2)}, {uneven(0, 0)}};
  return {
      {.name = "spectral_norm",
       .build = [](const Exprs& x) { return spectral_norm(x[0]); },
       .value = [](const Values& x) { return number(singular_values_by_eigen(x[0]).maxCoeff()); },
       .cases = singular_shapes,
       .text = "slice[0, 0, 1, 1](singular_values(A))"},
      {.name = "nuclear_norm",
       .build = [](const Exprs& x) { return nuclear_norm(x[0]); },
       .value = [](const Values& x) { return number(singular_values_by_eigen(x[0]).sum()); },
       .cases = singular_shapes,
       .text = "sum(singular_values(A))"},
      {.name = "one_norm",
       .build = [](const Exprs& x) { return one_norm(x[0]); },
       .value =
           [](const Values& x) {
             return number(x[0].size() == 0 ? 0 : x[0].cwiseAbs().colwise().sum().maxCoeff());
           },
       .cases = shapes,
       .text = "one_norm(A)",
       .adjoints = {"G one_norm_subgradient(A)"}},
      {.name = "infinity_norm",
       .build = [](const Exprs& x) { return infinity_norm(x[0]); },
       .value =
           [](const Values& x) {
             return number(x[0].size() == 0 ? 0 : x[0].cwiseAbs().rowwise().sum().maxCoeff());
           },
       .cases = shapes,
       .text = "one_norm(Aᵀ)"},
      {.name = "one_norm_subgradient",
       .build = [](const Exprs& x) { return one_norm_subgradient(x[0]); },
       .value = [](const Values& x) { return subgradient_by_loops(x[0]); },
       .cases = shapes,
       .text = "one_norm_subgradient(A)",
       .adjoints = {"0"}},
  };
}

TEST_CASE("matrix norms have the stated value, derivatives and print") { check_rows(matrix_norm_rows()); }

namespace {

Value slope_at(Expr (*matrix_norm)(const Operand&), const Value& at) {
  const Expr a = variable("A", at.rows(), at.cols());
  return evaluated<double>(gradient(matrix_norm(a), a), {{a.id(), at}});
}

double value_at(Expr (*matrix_norm)(const Operand&), const Value& at) {
  const Expr a = variable("A", at.rows(), at.cols());
  return evaluated<double>(matrix_norm(a), {{a.id(), at}})(0, 0);
}

}  // namespace

TEST_CASE("where a norm has no derivative it has the documented subgradient") {
  for (const auto& matrix_norm : {spectral_norm, nuclear_norm, one_norm, infinity_norm}) {
    CHECK(value_at(matrix_norm, Value::Zero(2, 3)) == 0);
    CHECK(slope_at(matrix_norm, Value::Zero(2, 3)) == Value::Zero(2, 3));
  }
  // Of equal columns and rows the first; entries 0 have the sign 0.
  CHECK(slope_at(one_norm, Value{{1, -2, 3}, {-2, 1, 0}}) == Value{{1, 0, 0}, {-1, 0, 0}});
  CHECK(slope_at(one_norm, Value{{1, 0, 2}, {1, -4, 2}}) == Value{{0, 0, 0}, {0, -1, 0}});
  CHECK(slope_at(infinity_norm, Value{{1, -2}, {3, 0}}) == Value{{1, -1}, {0, 0}});
  // A polar factor, also where singular values are tied or some are zero.
  const Value turn{{0.6, -0.8}, {0.8, 0.6}};
  CHECK((slope_at(nuclear_norm, 3 * turn) - turn).norm() <= 1e-14);
  CHECK((slope_at(nuclear_norm, Value{{3, 4}, {0, 0}}) - Value{{0.6, 0.8}, {0, 0}}).norm() <= 1e-14);
  // Any u vᵀ of the greatest singular value is a subgradient: ⟨uvᵀ, A⟩ = ‖A‖₂, and ‖uvᵀ‖∗ = 1.
  const Value of_tied = slope_at(spectral_norm, 3 * turn);
  CHECK(of_tied.cwiseProduct(3 * turn).sum() == doctest::Approx(3).epsilon(1e-14));
  CHECK(singular_values_by_eigen(of_tied).sum() == doctest::Approx(1).epsilon(1e-14));
}

TEST_CASE("norms are tied to each other by their inequalities, and to vectors") {
  const Value a{{1, -2, 0.5}, {3, 4, -1}};
  const double one = value_at(one_norm, a), infinite = value_at(infinity_norm, a);
  CHECK(one == 6);
  CHECK(infinite == 8);
  CHECK(value_at(spectral_norm, a) <= std::sqrt(one * infinite));
  CHECK(value_at(spectral_norm, a) < a.norm());
  CHECK(a.norm() < value_at(nuclear_norm, a));
  const Value column = a.col(0);
  CHECK(value_at(spectral_norm, column) == doctest::Approx(column.norm()).epsilon(1e-15));
  CHECK(value_at(nuclear_norm, column) == doctest::Approx(column.norm()).epsilon(1e-15));
  CHECK(value_at(spectral_norm, 1e200 * a) == doctest::Approx(1e200 * value_at(spectral_norm, a)).epsilon(1e-14));
}

TEST_CASE("NaN does not get lost in a norm") {
  const Value a{{1, 5}, {NAN, 2}};
  CHECK(std::isnan(value_at(one_norm, a)));
  CHECK(std::isnan(value_at(infinity_norm, a)));
  CHECK_THROWS_AS(value_at(spectral_norm, a), NonFiniteError);
  CHECK_THROWS_AS(value_at(nuclear_norm, a), NonFiniteError);
}

}  // namespace matgrad::tests
