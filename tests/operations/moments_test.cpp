#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/moments.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

Value variances_of_columns(const Value& a, double lost) {
  const Eigen::RowVectorXd means = a.colwise().mean();
  return (a.rowwise() - means).colwise().squaredNorm() / (static_cast<double>(a.rows()) - lost);
}

Value flat(const Value& a) { return a.reshaped(a.size(), 1); }

std::vector<OpRow> mean_rows() {
  return {
      {.name = "column_means",
       .build = [](const Exprs& x) { return column_means(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].colwise().mean(); },
       .cases = {{real(3, 2)}, {real(3, 3)}, {real(1, 1)}, {real(1, 4)}, {real(40, 1)}, {real(2, 0)}},
       .text = "column_means(A)",
       .adjoints = {"rows(G / 3, A)"},
       .unfitting = {{{0, 3}}}},
      {.name = "row_means",
       .build = [](const Exprs& x) { return row_means(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].rowwise().mean(); },
       .cases = {{real(3, 2)}, {real(3, 3)}, {real(1, 1)}, {real(4, 1)}, {real(1, 40)}, {real(0, 2)}},
       .text = "row_means(A)",
       .adjoints = {"columns(G / 2, A)"},
       .unfitting = {{{3, 0}}}},
  };
}

std::vector<OpRow> spread_rows(Estimate estimate) {
  const bool biased = estimate == Estimate::biased;
  const double lost = biased ? 0 : 1;
  const std::string mark = biased ? "[biased]" : "", more = biased ? ", biased" : "";
  const auto divisor = [=](const std::string& count) { return biased ? count : "(" + count + " − 1)"; };
  const auto times = [=](const std::string& count) { return divisor(count) + " Z"; };
  const std::vector<Case> columns_cases =
      biased ? std::vector<Case>{{real(3, 2)}, {real(3, 3)}, {real(2, 1)}, {real(20, 2)}, {real(2, 0)}}
             : std::vector<Case>{{real(3, 2)}, {real(4, 4)}, {real(2, 1)}, {real(20, 2)}, {real(2, 0)}};
  std::vector<Case> rows_cases = columns_cases;
  for (Case& drawn : rows_cases) drawn[0].shape = drawn[0].shape.transposed();
  const std::vector<Case> all_cases{{real(2, 3)}, {real(2, 2)}, {real(2, 1)}, {real(1, 20)}};
  const Shape too_small{biased ? 0 : 1, 3};
  return {
      {.name = "column_variances" + more,
       .build = [=](const Exprs& x) { return column_variances(x[0], estimate); },
       .value = [=](const Values& x) { return variances_of_columns(x[0], lost); },
       .cases = columns_cases,
       .text = "column_variances" + mark + "(A)",
       .adjoints = {"rows((2 G) / " + divisor("3") + ", A) ∘ (A − rows(column_means(A), A))"},
       .unfitting = {{too_small}}},
      {.name = "row_variances" + more,
       .build = [=](const Exprs& x) { return row_variances(x[0], estimate); },
       .value = [=](const Values& x) -> Value { return variances_of_columns(x[0].transpose(), lost).transpose(); },
       .cases = rows_cases,
       .text = "row_variances" + mark + "(A)",
       .adjoints = {"columns((2 G) / " + divisor("3") + ", A) ∘ (A − columns(row_means(A), A))"},
       .unfitting = {{too_small.transposed()}}},
      {.name = "variance" + more,
       .build = [=](const Exprs& x) { return variance(x[0], estimate); },
       .value = [=](const Values& x) { return variances_of_columns(flat(x[0]), lost); },
       .cases = all_cases,
       .text = "variance" + mark + "(A)",
       .adjoints = {"((2 G) / " + divisor("6") + ") ∘ (A − mean(A))"},
       .unfitting = {{biased ? Shape{0, 3} : Shape{1, 1}}}},
      {.name = "column_standard_deviations" + more,
       .build = [=](const Exprs& x) { return column_standard_deviations(x[0], estimate); },
       .value = [=](const Values& x) -> Value { return variances_of_columns(x[0], lost).cwiseSqrt(); },
       .cases = columns_cases,
       .text = "column_standard_deviations" + mark + "(A)",
       .adjoints = {"rows(G, A) ∘ ((A − rows(column_means(A), A)) ./ rows(" + times("3") + ", A))"},
       .unfitting = {{too_small}}},
      {.name = "row_standard_deviations" + more,
       .build = [=](const Exprs& x) { return row_standard_deviations(x[0], estimate); },
       .value = [=](const Values& x) -> Value {
         return variances_of_columns(x[0].transpose(), lost).cwiseSqrt().transpose();
       },
       .cases = rows_cases,
       .text = "row_standard_deviations" + mark + "(A)",
       .adjoints = {"columns(G, A) ∘ ((A − columns(row_means(A), A)) ./ columns(" + times("3") + ", A))"},
       .unfitting = {{too_small.transposed()}}},
      {.name = "standard_deviation" + more,
       .build = [=](const Exprs& x) { return standard_deviation(x[0], estimate); },
       .value = [=](const Values& x) -> Value { return variances_of_columns(flat(x[0]), lost).cwiseSqrt(); },
       .cases = all_cases,
       .text = "standard_deviation" + mark + "(A)",
       .adjoints = {"G ∘ ((A − mean(A)) / (" + times("6") + "))"},
       .unfitting = {{biased ? Shape{0, 3} : Shape{1, 1}}}},
  };
}

}  // namespace

std::vector<OpRow> moments_rows() {
  std::vector<OpRow> all = mean_rows();
  for (const Estimate estimate : {Estimate::unbiased, Estimate::biased})
    for (OpRow& row : spread_rows(estimate)) all.push_back(std::move(row));
  return all;
}

TEST_CASE("means, variances and standard deviations have the stated value, derivatives and print") {
  check_rows(moments_rows());
}

TEST_CASE_TEMPLATE("equal numbers have the variance 0, and every derivative of their deviation is 0", Scalar,
                   float, double, long double) {
  const Expr a = variable("A", 10, 1), v = variable("V", 10, 1);
  // The mean of ten times 0.1 is not 0.1 in floating point.
  const LeafValues<Scalar> leaves{{a, Matrix<Scalar>::Constant(10, 1, Scalar(0.1))},
                                  {v, Matrix<Scalar>::Random(10, 1)}};
  for (const Expr& z : {column_standard_deviations(a), standard_deviation(a), variance(a),
                        row_standard_deviations(transpose(a), Estimate::biased)})
    CHECK(reference_value<Scalar>(z, leaves)(0, 0) == 0);
  for (const Expr& z : {column_standard_deviations(a), standard_deviation(a)}) {
    const Expr first = gradient(z, a), second = gradient(dot(first, v), a), third = gradient(dot(second, v), a);
    for (const Expr& derivative : {first, second, third})
      CHECK(reference_value<Scalar>(derivative, leaves) == Matrix<Scalar>::Zero(10, 1));
  }
}

TEST_CASE("means and sums of many floats keep their digits") {
  const Index n = 1'000'000;
  const Expr tall = variable("A", n, 1), wide = variable("B", 1, n);
  const LeafValues<float> leaves{{tall, Matrix<float>::Constant(n, 1, 0.1f)},
                                 {wide, Matrix<float>::Constant(1, n, 0.1f)}};
  for (const Expr& mean : {column_means(tall), row_means(wide)})
    CHECK(std::abs(reference_value<float>(mean, leaves)(0, 0) - 0.1f) <= 1e-3f * 0.1f);
  for (const Expr& sum : {column_sums(tall), row_sums(wide)})
    CHECK(std::abs(reference_value<float>(sum, leaves)(0, 0) - 1e5f) <= 1e-3f * 1e5f);
}

TEST_CASE("one number has the biased variance 0") {
  const Expr a = variable("A", 1, 3);
  CHECK(reference_value<double>(column_variances(a, Estimate::biased), {{a, Value{{1, 2, 3}}}}) ==
        Value::Zero(1, 3));
  try {
    column_variances(a);
    FAIL_CHECK("no ShapeError");
  } catch (const ShapeError& error) {
    const std::string text = error.what();
    CHECK(text.find("column_variances: A (1×3) has 1 entry in a column, at least 2 are needed") !=
          std::string::npos);
    CHECK(text.find("Estimate::biased") != std::string::npos);
  }
}

TEST_CASE_TEMPLATE("a large mean costs no digits", Scalar, float, double, long double) {
  const Expr a = variable("A", 4, 1);
  const Scalar large = 2 / std::numeric_limits<Scalar>::epsilon();
  // The deviations from the mean are −3, −1, 1, 3, times 4.
  const Matrix<Scalar> values{{large}, {large + 8}, {large + 16}, {large + 24}};
  CHECK(reference_value<Scalar>(variance(a, Estimate::biased), {{a, values}})(0, 0) == 80);
}

TEST_CASE_TEMPLATE("the deviation of huge and of tiny numbers neither over- nor underflows", Scalar, float, double,
                   long double) {
  const Expr a = variable("A", 2, 1), z = standard_deviation(a, Estimate::biased), slope = gradient(z, a);
  const Scalar huge = std::numeric_limits<Scalar>::max() / 8, tiny = std::numeric_limits<Scalar>::min();
  for (const Scalar size : {huge, tiny, Scalar(1)}) {
    const LeafValues<Scalar> leaves{{a, Matrix<Scalar>{{-size}, {3 * size}}}};
    CHECK(reference_value<Scalar>(z, leaves)(0, 0) / size == doctest::Approx(2));
    CHECK(reference_value<Scalar>(slope, leaves)(1, 0) == doctest::Approx(0.5));
  }
}

TEST_CASE("variances of rows are the diagonal of the covariance") {
  const Expr a = variable("A", 3, 5);
  for (const Estimate estimate : {Estimate::unbiased, Estimate::biased}) {
    const Expr gap = row_variances(a, estimate) - diagonal(covariance(a, estimate));
    CHECK(reference_value<double>(gap, {{a, Value::Random(3, 5)}}).norm() <= 1e-15);
  }
}

}  // namespace matgrad::tests
