#include <doctest/doctest.h>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include <cmath>
#include <limits>

#include "op_table.hpp"

namespace matgrad::tests {
namespace {

// The plain formulas: right for moderate logits only, which is what the rows draw.
Value exponential(const Value& x) { return x.array().exp(); }
Value normalised(const Value& x) {
  const Value e = exponential(x);
  const Eigen::RowVectorXd sums = e.colwise().sum();
  return e.array().rowwise() / sums.array();
}
Value logarithm(const Value& x) { return x.array().log(); }

Value mean_cross_entropy(const Value& x, const Value& target) {
  return Value::Constant(1, 1,
                         -target.cwiseProduct(logarithm(normalised(x))).sum() / static_cast<double>(x.cols()));
}

Value mean_binary_cross_entropy(const Value& x, const Value& target) {
  const Eigen::ArrayXXd p = 1 / (1 + (-x.array()).exp()), t = target;
  return Value::Constant(1, 1, -(t * p.log() + (1 - t) * (1 - p).log()).sum() / static_cast<double>(x.cols()));
}

}  // namespace

std::vector<OpRow> softmax_rows() {
  return {
      {.name = "logsumexp",
       .build = [](const Exprs& x) { return logsumexp(x[0]); },
       .value = [](const Values& x) -> Value { return logarithm(exponential(x[0]).colwise().sum()); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(3, 0)}, {real(5, 1)}, {real(1, 4)}},
       .text = "logsumexp(A)",
       .adjoints = {"rows(G, A) ∘ softmax(A)"}},
      {.name = "softmax",
       .build = [](const Exprs& x) { return softmax(x[0]); },
       .value = [](const Values& x) { return normalised(x[0]); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(3, 0)}, {real(0, 3)}, {real(5, 1)}, {real(1, 4)}},
       .text = "softmax(A)",
       .adjoints = {"Z ∘ (G − rows(column_sums(G ∘ Z), A))"}},
      {.name = "log_softmax",
       .build = [](const Exprs& x) { return log_softmax(x[0]); },
       .value = [](const Values& x) { return logarithm(normalised(x[0])); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(3, 0)}, {real(0, 3)}, {real(5, 1)}, {real(1, 4)}},
       .text = "log_softmax(A)",
       .adjoints = {"G − softmax(A) ∘ rows(column_sums(G), A)"}},
      {.name = "row_logsumexp",
       .build = [](const Exprs& x) { return row_logsumexp(x[0]); },
       .value = [](const Values& x) -> Value { return logarithm(exponential(x[0]).rowwise().sum()); },
       .cases = {{real(3, 2)}, {real(1, 1)}, {real(0, 3)}, {real(5, 1)}, {real(1, 4)}},
       .text = "logsumexp(Aᵀ)ᵀ"},
      {.name = "row_softmax",
       .build = [](const Exprs& x) { return row_softmax(x[0]); },
       .value = [](const Values& x) -> Value { return normalised(x[0].transpose()).transpose(); },
       .cases = {{real(3, 2)}, {real(3, 0)}, {real(0, 3)}, {real(1, 4)}},  // of one column it is constant
       .text = "softmax(Aᵀ)ᵀ"},
      {.name = "row_log_softmax",
       .build = [](const Exprs& x) { return row_log_softmax(x[0]); },
       .value = [](const Values& x) -> Value { return logarithm(normalised(x[0].transpose())).transpose(); },
       .cases = {{real(3, 2)}, {real(3, 0)}, {real(0, 3)}, {real(1, 4)}},  // of one column it is constant
       .text = "log_softmax(Aᵀ)ᵀ"},
      {.name = "cross_entropy",
       .build = [](const Exprs& x) { return cross_entropy(x[0], x[1]); },
       .value = [](const Values& x) { return mean_cross_entropy(x[0], x[1]); },
       .cases = {{real(3, 2), between(0.1, 2, 3, 2)},
                 {real(3, 3), fixed(Value::Identity(3, 3))},
                 {real(1, 1), between(0.1, 2, 1, 1)},
                 {real(0, 3), between(0.1, 2, 0, 3)},
                 {real(4, 1), real(4, 1)}},
       .text = "cross_entropy(A, B)",
       .adjoints = {"(G / 2) (softmax(A) ∘ rows(column_sums(B), A) − B)", "−(G / 2) log_softmax(A)"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {2, 1}}, {{2, 0}, {2, 0}}, {{2, 3}, {1, 1}}}},
      {.name = "binary_cross_entropy",
       .build = [](const Exprs& x) { return binary_cross_entropy(x[0], x[1]); },
       .value = [](const Values& x) { return mean_binary_cross_entropy(x[0], x[1]); },
       .cases = {{real(3, 2), between(0, 1, 3, 2)},
                 {real(2, 2), fixed(Value::Identity(2, 2))},
                 {real(1, 1), between(0, 1, 1, 1)},
                 {real(0, 3), between(0, 1, 0, 3)}},
       .text = "binary_cross_entropy(A, B)",
       .adjoints = {"(G / 2) (σ(A) − B)", "−(G / 2) A"},
       .unfitting = {{{2, 3}, {3, 2}}, {{2, 3}, {2, 1}}, {{2, 0}, {2, 0}}, {{2, 3}, {1, 1}}}},
  };
}

TEST_CASE("softmax and its losses have the stated value, derivatives and print") { check_rows(softmax_rows()); }

// So large that e^−2L is no number above 0; 1000 is enough for float and double.
template <class Scalar>
constexpr Scalar large = std::numeric_limits<Scalar>::max_exponent > 1024 ? 20000 : 1000;

TEST_CASE_TEMPLATE("softmax and log-sum-exp are exact at logits of ±1000", Scalar, float, double, long double) {
  const Expr x = variable("X", 2, 3);
  const Scalar l = large<Scalar>;
  const Matrix<Scalar> logits{{l, -l, l}, {-l, -l, l}};
  const LeafValues<Scalar> leaves{{x, logits}};
  const Scalar log2 = std::log(Scalar(2)), half = Scalar(0.5);
  CHECK(reference_value<Scalar>(logsumexp(x), leaves) == Matrix<Scalar>{{l, -l + log2, l + log2}});
  CHECK(reference_value<Scalar>(softmax(x), leaves) == Matrix<Scalar>{{1, half, half}, {0, half, half}});
  CHECK(reference_value<Scalar>(log_softmax(x), leaves) ==
        Matrix<Scalar>{{0, -log2, -log2}, {-2 * l, -log2, -log2}});
  const Expr total = sum(logsumexp(x));
  CHECK(reference_value<Scalar>(gradient(total, x), leaves) == Matrix<Scalar>{{1, half, half}, {0, half, half}});
}

TEST_CASE_TEMPLATE("cross-entropies are exact at logits of ±1000", Scalar, float, double, long double) {
  const Expr x = variable("X", 2, 1), t = variable("T", 2, 1);
  const Matrix<Scalar> logits{{large<Scalar>}, {-large<Scalar>}}, right{{1}, {0}}, wrong{{0}, {1}};
  const auto check = [&](const Expr& loss, const Matrix<Scalar>& target, Scalar value,
                         const Matrix<Scalar>& slope) {
    const LeafValues<Scalar> leaves{{x, logits}, {t, target}};
    CHECK(reference_value<Scalar>(loss, leaves)(0, 0) == value);
    const Matrix<Scalar> found = reference_value<Scalar>(gradient(loss, x), leaves);
    CHECK((found - slope).norm() <= std::numeric_limits<Scalar>::min());
  };
  check(cross_entropy(x, t), right, 0, Matrix<Scalar>{{0}, {0}});
  check(cross_entropy(x, t), wrong, 2 * large<Scalar>, Matrix<Scalar>{{1}, {-1}});
  check(binary_cross_entropy(x, t), right, 0, Matrix<Scalar>{{0}, {0}});
  check(binary_cross_entropy(x, t), wrong, 2 * large<Scalar>, Matrix<Scalar>{{1}, {-1}});
}

TEST_CASE_TEMPLATE("a small loss keeps its digits", Scalar, float, double, long double) {
  const Expr x = variable("X", 2, 1), t = variable("T", 2, 1), p = variable("P", 1, 1), s = variable("S", 1, 1);
  // One unlikely class, and one unlikely event: −log(1 − p) is about p = e⁻³⁰.
  const Scalar expected = std::log1p(std::exp(Scalar(-30)));
  const Scalar loss = reference_value<Scalar>(binary_cross_entropy(p, s),
                                              {{p, Matrix<Scalar>{{-30}}}, {s, Matrix<Scalar>{{0}}}})(0, 0);
  CHECK(loss / expected == doctest::Approx(1));
  const Scalar many = reference_value<Scalar>(
      cross_entropy(x, t), {{x, Matrix<Scalar>{{30}, {0}}}, {t, Matrix<Scalar>{{1}, {0}}}})(0, 0);
  CHECK(many / expected == doctest::Approx(1));
}

TEST_CASE_TEMPLATE("a logit of −∞ has probability 0, and NaN stays in its column", Scalar, float, double,
                   long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Expr x = variable("X", 3, 2), t = variable("T", 3, 2);
  const LeafValues<Scalar> leaves{{x, Matrix<Scalar>{{-infinity, nan}, {0, 0}, {0, 1}}},
                                  {t, Matrix<Scalar>{{0, 0}, {1, 0}, {0, 0}}}};
  const Matrix<Scalar> p = reference_value<Scalar>(softmax(x), leaves);
  CHECK(p.col(0) == Matrix<Scalar>{{0}, {Scalar(0.5)}, {Scalar(0.5)}});
  CHECK(p.col(1).array().isNaN().all());
  CHECK(reference_value<Scalar>(log_softmax(x), leaves)(0, 0) == -infinity);
  const Matrix<Scalar> sums = reference_value<Scalar>(logsumexp(x), leaves);
  CHECK(sums(0, 0) == doctest::Approx(std::log(2.0)));
  CHECK(std::isnan(sums(0, 1)));
  CHECK(reference_value<Scalar>(cross_entropy(x, t), leaves)(0, 0) == doctest::Approx(std::log(2.0) / 2));
}

TEST_CASE("log-sum-exp over no entries, or over −∞ only, is −∞") {
  const double infinity = std::numeric_limits<double>::infinity();
  const Expr none = variable("X", 0, 2), x = variable("X", 2, 1);
  const Value lowest = Value::Constant(1, 2, -infinity);
  CHECK(reference_value<double>(logsumexp(none), {{none, Value(0, 2)}}) == lowest);
  CHECK(reference_value<double>(logsumexp(x), {{x, Value::Constant(2, 1, -infinity)}})(0, 0) == -infinity);
  CHECK(reference_value<double>(logsumexp(x), {{x, Value{{0}, {infinity}}}})(0, 0) == infinity);
}

}  // namespace matgrad::tests
