#include "matgrad/autodiff/rewrite/by_factors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/broadcast.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/allocation_count.hpp"
#include "support/is_sanitized.hpp"
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
  return {inverse(a),  solve(a, b),    solve(transpose(a), b),
          log_det(a),  log_abs_det(a), determinant(a),
          cholesky(a), cofactor(a),    rcond(a)};
}

/// The value, or the text of the error.
template <class Scalar>
struct Outcome {
  Matrix<Scalar> value;
  std::string error;

  template <class Compute>
  explicit Outcome(const Compute& compute) {
    try {
      value = compute();
    } catch (const Error& caught) {
      error = caught.what();
    }
  }
};

/// Without what is said of where it happened, if that is to be left out.
std::string error_text(const std::string& error, bool without_place) {
  return without_place ? error.substr(0, error.find("\n  in ")) : error;
}

/// Each function, alone and beside all others, against the operations as they are written.
template <class Scalar>
void check_same(Facts facts, const Value& at, const Value& rhs) {
  const Expr a = variable("A", at.rows(), at.cols(), facts), b = variable("B", rhs.rows(), rhs.cols());
  const Matrix<Scalar> a_value = at.cast<Scalar>(), b_value = rhs.cast<Scalar>();
  const std::vector<Expr> functions = functions_of(a, b);
  std::vector<Expr> finite;
  for (const Expr& f : functions) {
    CAPTURE(to_text(f));
    const LeafValues<Scalar> leaves{{a, a_value}, {b, b_value}};
    const Outcome<Scalar> expected([&] { return reference_value<Scalar>(f, leaves); });
    const auto check = [&](const Outcome<Scalar>& found) {
      // Of a symmetric matrix the transpose is not computed, and not named.
      CHECK(error_text(found.error, !facts.empty()) == error_text(expected.error, !facts.empty()));
      if (!expected.error.empty() || !found.error.empty()) return;
      CHECK(found.value.allFinite() == expected.value.allFinite());  // a determinant may overflow
      if (!expected.value.allFinite()) return;
      const Scalar allowed = static_cast<Scalar>(100 * std::max<Index>(10, at.rows())) *
                             std::numeric_limits<Scalar>::epsilon() * std::max(Scalar(1), expected.value.norm());
      CHECK((found.value - expected.value).norm() <= allowed);
    };
    check(Outcome<Scalar>([&] { return Function<Scalar, 1>({a, b}, {f})(a_value, b_value)[0]; }));
    if (!expected.error.empty()) continue;
    finite.push_back(f);
    check(Outcome<Scalar>([&] { return Function<Scalar>({a, b}, finite)(a_value, b_value)[finite.size() - 1]; }));
  }
}

/// How often a second call at a positive definite matrix asks for memory.
std::size_t allocations(const std::vector<Expr>& inputs, const std::vector<Expr>& outputs) {
  const Function f(inputs, outputs);
  Workspace w(f);
  std::mt19937 random(1);
  const Value a = random_matrix(inputs[0].shape(), Fact::positive_definite, random);
  const Value b = uniform_matrix(inputs[1].rows(), inputs[1].cols(), random);
  f(w, a, b);
  const std::size_t before = allocation_count();
  f(w, a, b);
  return allocation_count() - before;
}

}  // namespace

TEST_CASE("a Gaussian log-likelihood and its gradient factor the covariance once") {
  const Expr S = variable("S", 5, 5, Fact::positive_definite), A = variable("A", 5, 5), r = variable("r", 5);
  for (const Expr& C : {S, A, A * transpose(A) + identity(5)}) {
    const Expr loss = -0.5 * log_det(C) - 0.5 * dot(r, solve(C, r));
    const std::vector<std::string> labels{"factor[", "by_factors[", "inverse", "solve", "log_det"};
    CHECK(counts({loss}, labels) == Counts{1, 2, 0, 0, 0});
    const Counts found = counts({loss, gradient(loss, r), gradient(loss, C == S ? S : A)}, labels);
    CHECK(found[0] == 1);
    CHECK(found[1] >= 3);
    CHECK(Counts(found.begin() + 2, found.end()) == Counts{0, 0, 0});
  }
}

TEST_CASE("solutions with a matrix and with its transpose share its factors") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 2), C = variable("C", 4, 3);
  CHECK(counts({solve(A, B), solve(transpose(A), C)}, {"factor[general]", "solve"}) == Counts{1, 0});
  CHECK(counts({solve(transpose(A), B), solve(transpose(A), C)}, {"factor[general]", "solve", "transpose"}) ==
        Counts{1, 0, 0});
  CHECK(counts({log_abs_det(transpose(A)), determinant(A)}, {"factor[general]", "transpose"}) == Counts{1, 0});
  const Expr loss = squared_norm(solve(A, B));
  CHECK(counts({loss, gradient(loss, A), gradient(loss, B)}, {"factor[general]", "solve"}) == Counts{1, 0});
}

TEST_CASE("a determinant and its gradient, the cofactors, share their factors") {
  const Expr A = variable("A", 4, 4), loss = square(determinant(A));
  CHECK(counts({loss, gradient(loss, A)}, {"factor[general]", "by_factors[", "cofactor"}) == Counts{1, 2, 0});
}

TEST_CASE("factors are by LU or by Cholesky: they coincide where the matrix is known to be symmetric") {
  const std::vector<std::string> labels{"factor[general]", "factor[symmetric]", "by_factors[", "cholesky"};
  const Expr A = variable("A", 4, 4), S = variable("S", 4, 4, Fact::symmetric), B = variable("B", 4, 2);
  CHECK(counts(functions_of(A, B), labels) == Counts{1, 0, 8, 1});
  // With S and its transpose it is one solution.
  CHECK(counts(functions_of(S, B), labels) == Counts{0, 1, 8, 0});
  // The same matrix written twice is one.
  CHECK(counts({log_det(A * transpose(A)), solve(A * transpose(A), B)}, labels) == Counts{0, 1, 2, 0});
}

TEST_CASE("a Cholesky factor that nobody else needs is computed where it is wanted") {
  const Expr S = variable("S", 4, 4, Fact::symmetric);
  CHECK(counts({cholesky(S)}, {"factor", "cholesky"}) == Counts{0, 1});
  CHECK(counts({cholesky(S), sum(S)}, {"factor", "cholesky"}) == Counts{1, 0});
}

TEST_CASE("a single solution has memory for the factors, and copies nothing else") {
  for (const Facts facts : {Facts(), Facts(Fact::symmetric)}) {
    const Expr A = variable("A", 64, 64, facts), B = variable("B", 64, 8);
    const Function f({A, B}, {solve(A, B)});
    CHECK(f.tape().instructions.size() == 2);
    CHECK(f.plan().bytes == (64 * 65 + 64 * 8) * sizeof(double));
  }
}

TEST_CASE("what reads factors has its memory planned (skipped under sanitizers)" *
          doctest::skip(matgrad::tests::is_sanitized)) {
  const Expr S = variable("S", 20, 20, Fact::symmetric), A = variable("A", 20, 20), B = variable("B", 20, 3);
  CHECK(allocations({S, B}, functions_of(S, B)) == 0);
  // Inside the factorisation Eigen asks for the permutation.
  std::vector<Expr> functions = functions_of(A, B);
  CHECK(allocations({A, B}, functions) == allocations({A, B}, {log_det(A)}));
  const Expr P = variable("P", 64, 64, Fact::symmetric);
  CHECK(Function({P}, {inverse(P)}).plan().bytes == (64 * 65 + 2 * 64 * 64) * sizeof(double));
}

TEST_CASE("what only the shape matters of is not factored") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 4);
  CHECK(Function({A}, {log_det(A), ones_like(inverse(A))}).tape().instructions.size() == 2);
  CHECK(counts({inverse(A), log_det(B)}, {"factor", "by_factors"}) == Counts{2, 2});
}

TEST_CASE("a named inverse keeps its name by factors") {
  const Expr A = variable("A", 3, 3), b = variable("b", 3), P = named("P", inverse(A));
  const std::string text = to_text(Function({A, b}, {log_det(A), squared_norm(P * b)}));
  CAPTURE(text);
  CHECK(text.find("P = by_factors[general, inverse](v₁, A)") != std::string::npos);
}

TEST_CASE_TEMPLATE("by factors values and errors are the same", Scalar, float, double) {
  std::mt19937 random(3);
  for (const Index n : {0, 1, 2, 3, 5, 70}) {
    CAPTURE(n);
    const Value b = uniform_matrix(n, 2, random);
    for (const Facts facts : {Facts(), Facts(Fact::symmetric), Facts(Fact::positive_definite)})
      check_same<Scalar>(facts, random_matrix({n, n}, facts, random), b);
    const Value mixed = uniform_matrix(n, n, random) + Value::Identity(n, n);  // not symmetric
    check_same<Scalar>({}, mixed, b);
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

TEST_CASE("cofactors go by singular values where factors would lose more than a third of the digits") {
  const Expr A = variable("A", 3, 3);
  const Function by_factors({A}, {cofactor(A)});
  const auto difference = [&](const Value& at) {
    const Value expected = reference_value<double>(cofactor(A), {{A, at}});
    return (by_factors(at)[0] - expected).stableNorm() / expected.stableNorm();
  };
  std::mt19937 random(5);
  const Value left = uniform_matrix(3, 3, random), right = uniform_matrix(3, 3, random);
  for (const double least : {1e-3, 1e-8, 1e-16, 0.0}) {
    CAPTURE(least);
    const Value at = left * Eigen::Vector3d(1, 0.5, least).asDiagonal() * right;
    CHECK(difference(at) <= 1e-12);
    if (least < 1e-5) CHECK(difference(at) == 0);
  }
  // The determinant leaves the range, the cofactors do not.
  for (const double size : {1e-120, 1e120}) CHECK(difference(size * left) <= 1e-14);
}

TEST_CASE("an error of a factorisation names the operation as it was written") {
  const Expr A = variable("A", 2, 2), b = variable("b", 2), K = named("K", A * transpose(A));
  const Value singular{{1, 2}, {2, 4}}, ones{{1}, {1}};
  CHECK_THROWS_WITH_AS(Function({A, b}, {dot(b, solve(K, b)), log_det(K)})(singular, ones),
                       doctest::Contains("\n  in solve(K, b), with leaves A (2×2), b (2×1)"), SingularError);
  CHECK_THROWS_WITH_AS(Function({A, b}, {solve(transpose(A), b)})(singular, ones),
                       doctest::Contains("\n  in solve(Aᵀ, b), with leaves A (2×2), b (2×1)"), SingularError);
}

TEST_CASE("long double, as the reference has it, goes by the same factors") {
  const Expr A = variable("A", 6, 6), B = variable("B", 6, 2);
  std::vector<Expr> outputs = functions_of(A, B);
  const std::size_t count = outputs.size();
  for (const Expr& lowered : lower(outputs)) outputs.push_back(lowered);
  const auto values = values_in_domain(outputs, 2);
  for (std::size_t i = 0; i < count; ++i) CHECK(relative_difference(values[i], values[i + count]) <= 1e-16);
}

}  // namespace matgrad::tests
