#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/normalise.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value unit_columns(const Value& a) {
  Value result = a;
  for (auto column : result.colwise()) column /= column.norm();
  return result;
}

}  // namespace

std::vector<OpRow> normalise_rows() {
  const std::vector<Case> cases{
      {nonzero(3, 2)}, {nonzero(3, 3)}, {nonzero(1, 1)}, {nonzero(5, 1)}, {nonzero(1, 4)}};
  const auto with = [](std::vector<Case> some, Case more) {
    some.push_back(std::move(more));
    return some;
  };
  return {
      {.name = "column_norms",
       .build = [](const Exprs& x) { return column_norms(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].colwise().norm(); },
       .cases = with(cases, {real(3, 0)}),
       .text = "column_norms(A)",
       .adjoints = {"rows(G, A) ∘ (A ./ rows(Z, A))"}},
      {.name = "row_norms",
       .build = [](const Exprs& x) { return row_norms(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].rowwise().norm(); },
       .cases = with(cases, {real(0, 3)}),
       .text = "row_norms(A)",
       .adjoints = {"columns(G, A) ∘ (A ./ columns(Z, A))"}},
      {.name = "normalised_columns",
       .build = [](const Exprs& x) { return normalised_columns(x[0]); },
       .value = [](const Values& x) { return unit_columns(x[0]); },
       .cases = with(cases, {real(0, 3)}),
       .text = "A ./ rows(column_norms(A), A)"},
      {.name = "normalised_rows",
       .build = [](const Exprs& x) { return normalised_rows(x[0]); },
       .value = [](const Values& x) -> Value { return unit_columns(x[0].transpose()).transpose(); },
       .cases = with(cases, {real(3, 0)}),
       .text = "A ./ columns(row_norms(A), A)"},
      {.name = "clip_by_norm, above",
       .build = [](const Exprs& x) { return clip_by_norm(x[0], x[1]); },
       .value = [](const Values& x) -> Value { return x[1](0, 0) / x[0].norm() * x[0]; },
       .cases = {{nonzero(3, 2), between(0.05, 0.25, 1, 1)},
                 {nonzero(3, 3), between(0.05, 0.25, 1, 1)},
                 {nonzero(1, 1), between(0.05, 0.25, 1, 1)}},
       .text = "(B / maximum(B, ‖A‖)) A",
       .unfitting = {{{2, 3}, {2, 3}}}},
      // Below the bound no mutation of the composed parts could be noticed: its derivative has a test of its own.
      {.name = "clip_by_norm, below",
       .build = [](const Exprs& x) { return clip_by_norm(x[0], x[1]); },
       .value = [](const Values& x) { return x[0]; },
       .cases = {{nonzero(3, 2), between(20, 30, 1, 1)},
                 {nonzero(1, 1), between(20, 30, 1, 1)},
                 {real(0, 2), between(20, 30, 1, 1)}},
       .text = "(B / maximum(B, ‖A‖)) A",
       .order = 0},
  };
}

TEST_CASE("norms of columns and rows and rescaling have the stated value, derivatives and print") {
  check_rows(normalise_rows());
}

TEST_CASE("a column of zeros has the norm 0, stays as it is, and all its derivatives are 0") {
  const Expr a = variable("A", 2, 2), v = variable("V", 2, 2);
  const LeafValues<double> leaves{{a, Value{{3, 0}, {4, 0}}}, {v, Value{{1, 2}, {3, 4}}}};
  CHECK(reference_value<double>(column_norms(a), leaves) == Value{{5, 0}});
  CHECK(reference_value<double>(normalised_columns(a), leaves) == Value{{0.6, 0}, {0.8, 0}});
  for (const Expr& z : {sum(column_norms(a)), dot(v, normalised_columns(a))}) {
    const Expr first = gradient(z, a), second = gradient(dot(first, v), a);
    for (const Expr& derivative : {first, second}) {
      const Value found = reference_value<double>(derivative, leaves);
      CHECK(found.col(1) == Value::Zero(2, 1));
      CHECK(found.allFinite());
      CHECK(found.col(0).norm() > 1e-3);
    }
  }
}

TEST_CASE_TEMPLATE("norms of columns neither over- nor underflow", Scalar, float, double, long double) {
  const Expr a = variable("A", 2, 3);
  const Scalar huge = std::numeric_limits<Scalar>::max() / 8, tiny = std::numeric_limits<Scalar>::min();
  const Matrix<Scalar> values{{3 * huge, 3 * tiny, 3}, {4 * huge, 4 * tiny, 4}};
  const LeafValues<Scalar> leaves{{a, values}};
  const Matrix<Scalar> norms = reference_value<Scalar>(column_norms(a), leaves);
  const Matrix<Scalar> units = reference_value<Scalar>(normalised_columns(a), leaves);
  for (Index j = 0; j < 3; ++j) {
    CHECK(norms(0, j) / values(0, j) == doctest::Approx(5.0 / 3));
    CHECK(units(0, j) == doctest::Approx(0.6));
    CHECK(units(1, j) == doctest::Approx(0.8));
  }
}

TEST_CASE("a matrix whose norm is at most the bound is not rescaled, nor is its derivative") {
  const Expr a = variable("A", 2, 1), c = variable("c", 1), g = constant(Value{{1}, {2}});
  const Expr z = clip_by_norm(a, c), slope = gradient(dot(g, z), a), of_bound = gradient(dot(g, z), c);
  const Expr curvature = gradient(dot(g, slope), a);
  for (const Value& value : {Value{{1}, {-2}}, Value{{3}, {4}}, Value{{0}, {0}}}) {
    const LeafValues<double> leaves{{a, value}, {c, Value{{5}}}};
    CHECK(reference_value<double>(z, leaves) == value);
    CHECK(reference_value<double>(slope, leaves) == Value{{1}, {2}});
    CHECK(reference_value<double>(of_bound, leaves) == Value{{0}});
    CHECK(reference_value<double>(curvature, leaves) == Value{{0}, {0}});
  }
  const LeafValues<double> above{{a, Value{{6}, {8}}}, {c, Value{{5}}}};
  CHECK(reference_value<double>(z, above) == Value{{3}, {4}});
  CHECK(reference_value<double>(of_bound, above)(0, 0) == doctest::Approx(0.6 + 1.6));
}

TEST_CASE("a bound of 0 gives 0") {
  const Expr a = variable("A", 2, 1);
  for (const Value& value : {Value{{3}, {4}}, Value{{0}, {0}}})
    CHECK(reference_value<double>(clip_by_norm(a, 0), {{a, value}}) == Value::Zero(2, 1));
}

}  // namespace matgrad::tests
