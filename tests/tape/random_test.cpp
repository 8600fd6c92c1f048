#include "matgrad/autodiff/operations/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/derivatives.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"
#include "support/allocation_count.hpp"
#include "support/is_sanitized.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

MatrixXd value_of(const Expr& expr) { return Function({}, {expr})()[0]; }

/// The greatest distance between the distribution of the sample and the one given (Kolmogorov and Smirnov), times
/// √n: for a right sample above 1.95 once in 1000.
template <class Distribution>
double distance(const MatrixXd& sample, const Distribution& distribution) {
  std::vector<double> sorted(sample.data(), sample.data() + sample.size());
  std::ranges::sort(sorted);
  const double n = static_cast<double>(sorted.size());
  double greatest = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double below = static_cast<double>(i) / n, p = distribution(sorted[i]);
    greatest = std::max({greatest, p - below, below + 1 / n - p});
  }
  return greatest * std::sqrt(n);
}

double normal_distribution(double x) { return std::erfc(-x / std::numbers::sqrt2) / 2; }
double uniform_distribution(double x) { return std::clamp(x, 0.0, 1.0); }

/// Means of x, x², x³, x⁴ lie within 4.5 standard errors.
void check_moments(const MatrixXd& sample, const std::vector<double>& moments) {
  for (int k = 1; k <= 4; ++k) {
    const auto moment = [&](int order) { return moments[static_cast<std::size_t>(order)]; };
    const double variance = moment(2 * k) - moment(k) * moment(k);
    const double error = sample.array().pow(k).mean() - moment(k);
    CAPTURE(k);
    CHECK(std::abs(error) < 4.5 * std::sqrt(variance / static_cast<double>(sample.size())));
  }
}

double correlation(const MatrixXd& a, const MatrixXd& b) {
  const Eigen::ArrayXXd x = a.array() - a.mean(), y = b.array() - b.mean();
  return (x * y).mean() / std::sqrt(x.square().mean() * y.square().mean());
}

/// A loss of noisy products whose order rewriting changes.
struct Noisy {
  Expr W = variable("W", 4, 3), mu = variable("mu", 3, 5), s = variable("s", 3, 5);
  Expr e = normal_like(mu);
  Expr Z = mu + hadamard(exp(s), e);
  Expr mask = bernoulli_like(0.7, W* Z);
  Expr L = mean(square(hadamard(tanh(W * Z), mask) - uniform(4, 5))) + 0.1 * dot(e, Z);
  std::vector<Expr> all() const { return {L, gradient(L, W), gradient(L, mu), gradient(L, s)}; }
  MatrixXd W0 = MatrixXd::Random(4, 3), mu0 = MatrixXd::Random(3, 5), s0 = 0.3 * MatrixXd::Random(3, 5);
};

}  // namespace

TEST_CASE("normal numbers have the moments and the distribution") {
  const MatrixXd sample = value_of(normal(1000, 200));
  check_moments(sample, {1, 0, 1, 0, 3, 0, 15, 0, 105});
  CHECK(distance(sample, normal_distribution) < 1.95);
  CHECK(distance(sample.array() + 0.02, normal_distribution) > 1.95);  // the test can fail
  CHECK(sample.cwiseAbs().maxCoeff() > 4);
}

TEST_CASE("uniform numbers have the moments and the distribution, and exclude the ends") {
  const MatrixXd sample = value_of(uniform(1000, 200));
  check_moments(sample, {1, 1 / 2., 1 / 3., 1 / 4., 1 / 5., 1 / 6., 1 / 7., 1 / 8., 1 / 9.});
  CHECK(distance(sample, uniform_distribution) < 1.95);
  CHECK(distance(0.99 * sample, uniform_distribution) > 1.95);
  CHECK(sample.minCoeff() > 0);
  CHECK(sample.maxCoeff() < 1);
}

TEST_CASE("neighbouring entries, leaves, runs and seeds are uncorrelated") {
  constexpr Index n = 100000;
  const Function f({}, {normal(n), normal(n)});
  Workspace w(f);
  const MatrixXd a = f(w)[0], b = f(w)[1], later = f(w)[0];
  w.seed(1);
  const MatrixXd seeded = f(w)[0];
  const double bound = 4.5 / std::sqrt(static_cast<double>(n));
  CHECK(std::abs(correlation(a.topRows(n - 1), a.bottomRows(n - 1))) < bound);
  CHECK(std::abs(correlation(a.topRows(n - 2), a.bottomRows(n - 2))) < bound);
  CHECK(std::abs(correlation(a, value_of(normal(n)))) == doctest::Approx(1));
  for (const MatrixXd& other : {b, later, seeded}) CHECK(std::abs(correlation(a, other)) < bound);
  CHECK(distance(seeded, normal_distribution) < 1.95);
}

TEST_CASE("Bernoulli and categorical draws have the stated frequencies") {
  constexpr Index n = 100000;
  const auto within = [](double frequency, double p) {
    return std::abs(frequency - p) < 4.5 * std::sqrt(p * (1 - p) / static_cast<double>(n));
  };
  for (const double p : {0.001, 0.3, 0.9}) CHECK(within(value_of(bernoulli_like(p, zeros(n))).mean(), p));
  const Eigen::Vector4d p(0.1, 0.05, 0.6, 0.25);
  const MatrixXd classes = value_of(categorical(constant(p.replicate(1, n))));
  for (Index i = 0; i < 4; ++i)
    CHECK(within(static_cast<double>((classes.array() == static_cast<double>(i)).count()) / n, p[i]));
}

TEST_CASE("without a Workspace: seed 0, run 0, and so is a new Workspace's first run") {
  const Function f({}, {normal(3, 4)});
  const MatrixXd once = f()[0];
  CHECK(f()[0] == once);
  Workspace w(f);
  CHECK(w.seed() == 0);
  CHECK(w.run_number() == 0);
  CHECK(f(w)[0] == once);
  CHECK(w.run_number() == 1);
}

TEST_CASE("runs of a Workspace differ, and each can be repeated") {
  const Function f({}, {uniform(3, 4), normal(2)});
  Workspace w(f), other(f);
  w.seed(7);
  const MatrixXd first = f(w)[0], second = f(w)[0], third = f(w)[0];
  CHECK((first.array() != second.array()).all());
  CHECK((second.array() != third.array()).all());
  w.run_number(1);
  CHECK(f(w)[0] == second);
  CHECK(f(w)[0] == third);
  w.seed(7);
  CHECK(f(w)[0] == first);
  other.seed(8);
  CHECK((f(other)[0].array() != first.array()).all());
  other.seed(7);
  other.run_number(2);
  CHECK(f(other)[0] == third);
}

TEST_CASE("a Workspace that was moved draws on") {
  const Function f({}, {normal(3)});
  Workspace w(f);
  w.seed(3);
  const MatrixXd first = f(w)[0], second = f(w)[0];
  Workspace again(f);
  again.seed(3);
  CHECK(f(again)[0] == first);
  Workspace moved(std::move(again));
  CHECK(f(moved)[0] == second);
}

TEST_CASE("a run that fails is not counted") {
  const Expr p = variable("p", 2);
  const Function f({p}, {bernoulli(p) + normal_like(p)});
  Workspace w(f);
  const MatrixXd half = MatrixXd::Constant(2, 1, 0.5);
  CHECK_THROWS_WITH_AS(f(w, MatrixXd(3 * half)), doctest::Contains("in bernoulli₁(p), with leaves p (2×1)"),
                       DomainError);
  CHECK(w.run_number() == 0);
  CHECK(f(w, half)[0] == f(half)[0]);
}

TEST_CASE_FIXTURE(Noisy, "a call through a Workspace allocates nothing (skipped under sanitizers)" *
                             doctest::skip(matgrad::tests::is_sanitized)) {
  const Function f({W, mu, s}, all());
  Workspace w(f);
  f(w, W0, mu0, s0);
  const std::size_t before = allocation_count();
  f(w, W0, mu0, s0);
  CHECK(allocation_count() == before);
}

TEST_CASE("two calls are two draws, copies of one handle are one") {
  const Expr x = variable("x", 50);
  const Expr e = normal_like(x), same = e, other = normal_like(x);
  const Function f({x}, {e - same, e - other, hadamard(e, same) - square(e), e, other});
  const auto [none, difference, square_difference, first, second] = f(MatrixXd::Zero(50, 1).eval());
  CHECK(none == MatrixXd::Zero(50, 1));
  CHECK(square_difference == MatrixXd::Zero(50, 1));
  CHECK((first.array() != second.array()).all());
  CHECK(difference == first - second);
  CHECK(to_text(tidy(e - same)) == "0");
  CHECK(to_text(tidy(e - other)) == "normal_like(x) − normal_like(x)");
  CHECK(to_text(tidy(e + same)) == "2 normal_like(x)");
  CHECK(difference.squaredNorm() / 50 == doctest::Approx(2).epsilon(0.5));
}

TEST_CASE("leaves are numbered by the outputs as given, operands first, from left to right") {
  const Expr a = normal(6), b = normal(6), c = normal(6);
  const MatrixXd first = value_of(a);
  const auto [x, y, z] = Function({}, {a, b, c})();
  CHECK(x == first);
  CHECK(Function({}, {b})()[0] == first);  // alone, b is the first
  const auto [sum_only, then_c] = Function({}, {b + 2 * a, c})();
  CHECK(sum_only.isApprox(x + 2 * y));
  CHECK(then_c == z);
  // What simplification drops has had its number; so has what only lends its shape.
  CHECK(Function({}, {a - a + b})()[0] == y);
  CHECK(Function({}, {hadamard(zeros_like(a), a) + b})()[0] == y);
  const Expr v = variable("v", 6);
  MatrixXd v0 = MatrixXd::Zero(6, 1);
  Function({v}, {a}, {{v, b}})(v0);
  CHECK(v0 == y);
}

TEST_CASE("an entry's draw does not depend on the shape: a larger batch begins with the smaller one") {
  const MatrixXd small = value_of(normal(5, 3)), large = value_of(normal(5, 8)), odd = value_of(normal(15));
  CHECK(large.leftCols(3) == small);
  CHECK(odd == small.reshaped(15, 1));
}

TEST_CASE_FIXTURE(Noisy, "simplification does not change a draw: the reference evaluator sees the same") {
  const auto values = Function({W, mu, s}, all())(W0, mu0, s0);
  const LeafValues<double> at{{W, W0}, {mu, mu0}, {s, s0}};
  const std::vector<MatrixXd> expected = reference_values<double>(all(), at);
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(values[i].isApprox(expected[i], 1e-12));
  const Function<float> in_float({W, mu, s}, all());
  const auto rough = in_float(W0.cast<float>().eval(), mu0.cast<float>().eval(), s0.cast<float>().eval());
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(rough[i].cast<double>().isApprox(expected[i], 1e-4));
  const LeafValues<long double> precisely{
      {W, W0.cast<long double>()}, {mu, mu0.cast<long double>()}, {s, s0.cast<long double>()}};
  CHECK(reference_values<long double>(all(), precisely)[1].cast<double>().isApprox(expected[1], 1e-12));
}

TEST_CASE_FIXTURE(Noisy, "value and gradient in one Function see the same draw") {
  const Expr noise = variable("noise", 3, 5);
  const Expr N = 0.5 * squared_norm(mu + hadamard(s, e));
  const Function f({mu, s}, {N, gradient(N, mu), gradient(N, s), e});
  Workspace w(f);
  for (int run = 0; run < 3; ++run) {
    const auto [value, by_mu, by_s, drawn] = f(w, mu0, s0);
    const MatrixXd z = mu0 + s0.cwiseProduct(drawn);
    CHECK(value(0, 0) == doctest::Approx(z.squaredNorm() / 2));
    CHECK(by_mu.isApprox(z));
    CHECK(by_s.isApprox(z.cwiseProduct(drawn)));
  }
}

TEST_CASE_FIXTURE(Noisy, "check_gradient freezes the leaves") {
  CHECK(check_gradient(L, {W, mu, s}, {W0, mu0, s0}).passed());
  // The gradient meets the leaves in another order than the loss, and not all of them.
  const Expr d = normal_like(mu);
  const Expr M = sum(hadamard(d, mu)) + dot(hadamard(e, s), s) + sum(uniform_like(s));
  const Expr by_s = 2 * hadamard(e, s);
  CHECK(check_gradient(M, {s}, {by_s}, {s0}, {.others = {{mu, mu0}}}).passed());
  CHECK_FALSE(check_gradient(M, {s}, {2 * hadamard(d, s)}, {s0}, {.others = {{mu, mu0}}}).passed());
  CHECK(check_gradient(M, {s}, {s0}, {.others = {{mu, mu0}}}).loss ==
        doctest::Approx(Function({mu, s}, {M})(mu0, s0)[0](0, 0)));
}

TEST_CASE_FIXTURE(Noisy, "reparameterised draws differentiate again, in both modes") {
  const Expr v = constant(MatrixXd::Random(3, 5));
  const Expr H = hessian_product(L, s, v), forward = directional_derivative(gradient(L, s), s, v);
  const auto [reverse, by_forward] = Function({W, mu, s}, {H, forward})(W0, mu0, s0);
  CHECK(reverse.isApprox(by_forward));
  CHECK(check_gradient(dot(gradient(L, s), v), {s}, {H}, {s0}, {.others = {{W, W0}, {mu, mu0}}}).passed());
}

TEST_CASE("substitution keeps a leaf, also in another shape, and can replace it") {
  const Expr x = variable("x", 3, 2), more = variable("x", 3, 5), y = variable("y", 3, 2);
  const Expr e = normal_like(x), noisy = x + e;
  const MatrixXd x0 = MatrixXd::Random(3, 5), left = x0.leftCols(2);
  const Expr moved = substitute(noisy, {{x, y}});
  const auto [a, b] = Function({x, y}, {noisy, moved})(left, left);
  CHECK(a == b);
  const Expr larger = substitute(noisy, {{x, more}});
  CHECK(Function({more}, {larger})(x0)[0].leftCols(2) == a);
  const auto [small, large] = Function({x, y}, {noisy, substitute(noisy, {{x, constant(x0)}})})(left, left);
  CHECK(large.leftCols(2) == small);
  CHECK(to_text(substitute(noisy, {{e, y}})) == "x + y");
}

TEST_CASE("the tape shows the draws with their numbers") {
  const Expr x = variable("x", 3);
  const Function f({x}, {hadamard(x, normal_like(x)), normal(2)});
  CHECK(to_text(f.tape()) ==
        "inputs x (3×1)\n"
        "  c₁ = random_state         8×1  seed and run number\n"
        "  v₁ = normal_like₁([3×1])  3×1\n"
        "  v₂ = x ∘ v₁               3×1\n"
        "  v₃ = normal₂(2, 1)        2×1\n"
        "outputs v₂, v₃\n");
}
