#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/covariance.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/rewrite/fact_table.hpp>
#include <matgrad/autodiff/rewrite/normal_form.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value centred_value(const Value& x) {
  if (x.cols() == 0) return x;
  return x.colwise() - x.rowwise().mean();
}

}  // namespace

std::vector<OpRow> covariance_rows() {
  return {
      {.name = "centred",
       .build = [](const Exprs& x) { return centred(x[0]); },
       .value = [](const Values& x) { return centred_value(x[0]); },
       .cases = {{real(3, 4)}, {real(1, 3)}, {real(3, 1)}, {real(1)}, {real(2, 0)}, {real(0, 2)}},
       .text = "centred(A)",
       .adjoints = {"centred(G)"}},
      {.name = "covariance",
       .build = [](const Exprs& x) { return covariance(x[0]); },
       .value = [](const Values& x) -> Value {
         const Value c = centred_value(x[0]);
         return c * c.transpose() / static_cast<double>(c.cols() - 1);
       },
       .cases = {{real(3, 4)}, {real(1, 3)}, {real(3, 2)}, {real(0, 2)}},
       .text = "(1 / (4 − 1)) centred(A) centred(A)ᵀ",
       .unfitting = {{{3, 1}}, {{2, 0}}}},
      {.name = "covariance, biased",
       .build = [](const Exprs& x) { return covariance(x[0], Estimate::biased); },
       .value = [](const Values& x) -> Value {
         const Value c = centred_value(x[0]);
         return c * c.transpose() / static_cast<double>(c.cols());
       },
       .cases = {{real(3, 4)}, {real(1, 3)}, {real(3, 2)}},
       .text = "(1 / 4) centred(A) centred(A)ᵀ",
       .unfitting = {{{2, 0}}}},
      {.name = "centring_matrix",
       .build = [](const Exprs&) { return centring_matrix(3); },
       .value = [](const Values&) -> Value { return Value::Identity(3, 3) - Value::Constant(3, 3, 1.0 / 3); },
       .cases = {Case{}},
       .text = "centred(I)"},
  };
}

TEST_CASE("covariances have the stated value, derivatives and print") { check_rows(covariance_rows()); }

TEST_CASE("centring matrices centre, also those of one sample and of none") {
  const Expr X = variable("X", 2, 4);
  const Value x{{1, 2, 3, 6}, {0, 0, 1, -1}};
  const auto values = evaluated<double>({X * centring_matrix(4), centred(X)}, {{X.id(), x}});
  CHECK((values[0] - values[1]).norm() <= 1e-15);
  CHECK(evaluated<double>(centring_matrix(1), {}) == Value::Zero(1, 1));
  CHECK(centring_matrix(0).shape() == Shape{0, 0});
  CHECK_THROWS_AS(centring_matrix(-1), ShapeError);
}

TEST_CASE("a great mean costs a covariance no digits that the samples hold") {
  const Expr X = variable("X", 2, 4);
  const Value x{{1, 2, 4, 7}, {0, 3, 1, -1}};
  const auto at = [&](const Value& samples) { return evaluated<double>(covariance(X), {{X.id(), samples}}); };
  const Value shifted = x.array() + 1e12;
  CHECK((at(shifted) - at(x)).norm() <= 1e-14 * at(x).norm());
}

TEST_CASE("a covariance needs samples, also when others are substituted") {
  const Expr X = variable("X", 3, 5), one = variable("X", 3, 1);
  CHECK_THROWS_WITH_AS(covariance(one), doctest::Contains("at least 2 are needed\n  if your samples are rows"),
                       ShapeError);
  CHECK_THROWS_AS(substitute(covariance(X), {{X, one}}), ShapeError);
  CHECK(substitute(covariance(X, Estimate::biased), {{X, one}}).shape() == Shape{3, 3});
}

TEST_CASE("a covariance is known to be symmetric, and of one sample it is 0") {
  const Expr X = variable("X", 3, 5), one = variable("X", 2, 1);
  NormalFormBuilder form;
  CHECK(form.facts(normalise(Graph(covariance(X)), form).front()).has(Fact::symmetric));
  CHECK(evaluated<double>(covariance(one, Estimate::biased), {{one.id(), Value{{3}, {4}}}}) == Value::Zero(2, 2));
}

}  // namespace matgrad::tests
