#include "matgrad/autodiff/rewrite/share_factors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/broadcast.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

using Value = Eigen::MatrixXd;

/// How often each of these operations, by the beginning of its label, is among what is lowered.
std::vector<std::ptrdiff_t> counts(const std::vector<Expr>& exprs, const std::vector<std::string>& labels) {
  const std::vector<Expr> lowered = lower(exprs);
  CHECK(total_cost(lowered) <= total_cost(exprs));
  const Graph graph(lowered);
  std::vector<std::ptrdiff_t> result;
  for (const std::string& label : labels)
    result.push_back(std::ranges::count_if(
        graph.nodes(), [&](const Expr& node) { return node.op().label().starts_with(label); }));
  return result;
}
using Counts = std::vector<std::ptrdiff_t>;

/// Every function that factors A, also by its transpose.
std::vector<Expr> functions_of(const Expr& a, const Expr& b) {
  return {inverse(a), solve(a, b), solve(transpose(a), b), log_det(a), log_abs_det(a), determinant(a)};
}

/// The value, or the first line of the error.
template <class Scalar>
struct Outcome {
  Matrix<Scalar> value;
  std::string error;

  Outcome(const std::vector<Expr>& inputs, const std::vector<Expr>& outputs, std::size_t wanted, const Value& a,
          const Value& b) {
    try {
      value = Function<Scalar>(inputs, outputs)(Matrix<Scalar>(a.cast<Scalar>()),
                                                Matrix<Scalar>(b.cast<Scalar>()))[wanted];
    } catch (const Error& caught) {
      error = caught.what();
      error = error.substr(0, error.find('\n'));
    }
  }
};

/// Each function twice, so that all of them go by shared factors, against each alone.
template <class Scalar>
void check_same(Facts facts, const Value& at, const Value& rhs) {
  const Expr a = variable("A", at.rows(), at.cols(), facts), b = variable("B", rhs.rows(), rhs.cols());
  const std::vector<Expr> functions = functions_of(a, b);
  for (std::size_t i = 0; i < functions.size(); ++i) {
    const std::vector<Expr> both{functions[i], solve(a, 2 * b)};
    CAPTURE(to_text(functions[i]));
    const Outcome<Scalar> alone({a, b}, {functions[i]}, 0, at, rhs), shared({a, b}, both, 0, at, rhs);
    // It may be the solution beside it that fails.
    CHECK((shared.error == alone.error || shared.error.starts_with("solve")));
    if (!alone.error.empty() || !shared.error.empty()) continue;
    if (!alone.value.allFinite()) {  // a determinant that overflows
      CHECK(shared.value == alone.value);
      continue;
    }
    const Scalar allowed = 1000 * std::numeric_limits<Scalar>::epsilon() * std::max(Scalar(1), alone.value.norm());
    CHECK((shared.value - alone.value).norm() <= allowed);
  }
}

}  // namespace

TEST_CASE("a Gaussian log-likelihood and its gradient factor the covariance once") {
  const Expr S = variable("S", 5, 5, Fact::positive_definite), A = variable("A", 5, 5), r = variable("r", 5);
  for (const Expr& C : {S, A, A * transpose(A) + identity(5)}) {
    const Expr loss = -0.5 * log_det(C) - 0.5 * dot(r, solve(C, r));
    const std::vector<std::string> labels{"factor[", "by_factors[", "by_structure", "inverse", "solve", "log_det"};
    CHECK(counts({loss}, labels) == Counts{1, 2, 0, 0, 0, 0});
    const Counts found = counts({loss, gradient(loss, r), gradient(loss, C == S ? S : A)}, labels);
    CHECK(found[0] == 1);
    CHECK(found[1] >= 3);
    CHECK(Counts(found.begin() + 2, found.end()) == Counts{0, 0, 0, 0});
  }
}

TEST_CASE("solutions with a matrix and with its transpose share its factors") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 2), C = variable("C", 4, 3);
  CHECK(counts({solve(A, B), solve(transpose(A), C)}, {"factor[general]", "solve"}) == Counts{1, 0});
  CHECK(counts({solve(transpose(A), B), solve(transpose(A), C)}, {"factor[general]", "solve", "transpose"}) ==
        Counts{1, 0, 0});
  const Expr loss = squared_norm(solve(A, B));
  CHECK(counts({loss, gradient(loss, A), gradient(loss, B)}, {"factor[general]", "solve"}) == Counts{1, 0});
}

TEST_CASE("what is factored for one operation stays as it is") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 4), S = variable("S", 4, 4, Fact::symmetric);
  CHECK(counts({inverse(A), log_det(B), determinant(S)}, {"factor", "inverse", "log_det", "by_structure"}) ==
        Counts{0, 1, 1, 1});
  // Only the shape of the inverse matters.
  CHECK(counts({log_det(A), ones_like(inverse(A))}, {"factor", "log_det"}) == Counts{0, 1});
}

TEST_CASE("a named inverse keeps its name where factors are shared") {
  const Expr A = variable("A", 3, 3), b = variable("b", 3), P = named("P", inverse(A));
  const std::string text = to_text(Function({A, b}, {log_det(A), squared_norm(P * b)}));
  CAPTURE(text);
  CHECK(text.find("P = by_factors[general, inverse](v₁, A)") != std::string::npos);
}

TEST_CASE_TEMPLATE("by shared factors values and errors are the same", Scalar, float, double) {
  std::mt19937 random(3);
  for (const Index n : {0, 1, 2, 3, 5, 70}) {
    CAPTURE(n);
    const Value b = uniform_matrix(n, 2, random);
    for (const Facts facts : {Facts(), Facts(Fact::symmetric), Facts(Fact::positive_definite)})
      check_same<Scalar>(facts, random_matrix({n, n}, facts, random), b);
    check_same<Scalar>({}, uniform_matrix(n, n, random), b);  // of either determinant
    const Value mixed = uniform_matrix(n, n, random);
    check_same<Scalar>(Fact::symmetric, mixed + mixed.transpose(), b);
  }
  const Value b{{1}, {2}}, nan{{1}, {std::numeric_limits<double>::quiet_NaN()}};
  const Value exchanged{{0, 1}, {1, 0}}, singular{{1, 2}, {2, 4}}, tiny{{1e-30, 0}, {0, 1e-30}};
  for (const Value& at : {exchanged, singular, Value(-exchanged), Value(1e10 * tiny), Value(nan * b.transpose())})
    for (const Facts facts : {Facts(), Facts(Fact::symmetric)}) {
      if (!at.allFinite() && !facts.empty()) continue;  // refused when it is bound
      check_same<Scalar>(facts, at, b);
      check_same<Scalar>(facts, at, nan);
    }
}

TEST_CASE("an error of a shared factorisation names the operation as it was written") {
  const Expr A = variable("A", 2, 2), b = variable("b", 2), K = named("K", A * transpose(A));
  const Function f({A, b}, {dot(b, solve(K, b)), log_det(K)});
  CHECK(to_text(f).find("factor[symmetric]") != std::string::npos);
  CHECK_THROWS_WITH_AS(f(Value{{1, 2}, {2, 4}}, Value{{1}, {1}}),
                       doctest::Contains("\n  in solve(K, b), with leaves A (2×2), b (2×1)"), SingularError);
}

TEST_CASE("long double, as the reference has it, goes by the same factors") {
  const Expr A = variable("A", 6, 6), B = variable("B", 6, 2);
  std::vector<Expr> outputs{log_abs_det(A), solve(A, B), solve(transpose(A), B), inverse(A), determinant(A)};
  const std::size_t count = outputs.size();
  for (const Expr& lowered : lower(outputs)) outputs.push_back(lowered);
  const auto values = values_in_domain(outputs, 2);
  for (std::size_t i = 0; i < count; ++i) CHECK(relative_difference(values[i], values[i + count]) <= 1e-16);
}

}  // namespace matgrad::tests
