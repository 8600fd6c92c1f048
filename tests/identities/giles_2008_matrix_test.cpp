#include <doctest/doctest.h>

#include <Eigen/SVD>

#include <cmath>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "equation.hpp"

// The forward and reverse results of Giles (2008), An extended collection of matrix derivative results for forward
// and reverse mode algorithmic differentiation, against those that matgrad derives. A dot marks the direction of
// an input and the derivative along it, a bar the adjoint. Eigenvalues, eigenvectors and singular values:
// giles_2008_test.cpp.

namespace matgrad::tests {
namespace {

/// C as a function of A and B, its derivative in the direction (Ȧ, Ḃ), and the adjoints of A and B.
struct ForwardAndReverse {
  std::string name;
  Expr c, forward, reverse_a, reverse_b;
};

// A and N are square, B and C are not; the dotted are directions and the barred adjoints of results.
const Expr A = variable("A", 3, 3), dA = variable("Ȧ", 3, 3), B = variable("B", 3, 2), dB = variable("Ḃ", 3, 2);
const Expr W = variable("C̄", 3, 2), V = variable("C̄", 3, 3), U = variable("C̄", 2, 2), s = variable("c̄", 1);

std::vector<Equation> equations_of(const std::vector<ForwardAndReverse>& rules) {
  std::vector<Equation> equations;
  for (const auto& [name, c, forward, reverse_a, reverse_b] : rules) {
    const Expr seed = c.shape().is_scalar() ? s : c.rows() == 2 ? U : c.cols() == 2 ? W : V;
    const auto adjoints = gradient(c, {A, B}, seed);
    equations.push_back({name + ", forward", directional_derivative(c, {A, B}, {dA, dB}), forward});
    equations.push_back({name + ", reverse to A", adjoints[0], reverse_a});
    // Zeros are compared apart: nothing is relative to them.
    if (!is_zero(reverse_b)) equations.push_back({name + ", reverse to B", adjoints[1], reverse_b});
    CHECK(is_zero(adjoints[1]) == is_zero(reverse_b));
  }
  return equations;
}

}  // namespace

TEST_CASE("Giles (2008): sum, product, inverse, determinant") {
  const Expr none = zeros(3, 2), C = inverse(A), d = determinant(A);
  check_equations(equations_of({
      {"C = A + A Aᵀ", A + A * T(A), dA + dA * T(A) + A * T(dA), V + (V + T(V)) * A, none},
      {"C = A B", A * B, dA * B + A * dB, W * T(B), T(A) * W},
      {"C = A B + B", A * B + B, dA * B + A * dB + dB, W * T(B), T(A) * W + W},
      {"C = A⁻¹", C, -(C * dA * C), -(T(C) * V * T(C)), none},
      {"C = det A", d, d * trace(C * dA), s * d * T(C), none},
      {"C = log det A", log_det(A), trace(C * dA), s * T(C), none},
  }));
}

TEST_CASE("Giles (2008): inverse products and quadratic forms") {
  const Expr C = solve(A, B), P = inverse(A), none = zeros(3, 2);
  const Expr to_b = solve(T(A), W);
  check_equations(equations_of({
      {"C = A⁻¹ B", C, solve(A, dB - dA * C), -(to_b * T(C)), to_b},
      {"C = Bᵀ A B", T(B) * A * B, T(dB) * A * B + T(B) * dA * B + T(B) * A * dB, B * U * T(B),
       A * B * T(U) + T(A) * B * U},
      {"C = Bᵀ A⁻¹ B", T(B) * solve(A, B), T(dB) * P * B - T(B) * P * dA * P * B + T(B) * P * dB,
       -(T(P) * B * U * T(B) * T(P)), P * B * T(U) + T(P) * B * U},
  }));
}

TEST_CASE("Giles (2008): Frobenius norm") {
  const Expr b = norm(A), none = zeros(3, 2);
  check_equations(equations_of({
      {"b = ‖A‖", b, trace(T(A) * dA) / b, (s / b) * A, none},
      {"b = ‖A⁻¹ B‖", norm(solve(A, B)), dot(solve(A, B), solve(A, dB - dA * solve(A, B))) / norm(solve(A, B)),
       -(s / norm(solve(A, B)) * (solve(T(A), solve(A, B)) * T(solve(A, B)))),
       s / norm(solve(A, B)) * solve(T(A), solve(A, B))},
  }));
}

// The following are algorithms in the paper, and so here.
namespace {

using Matrix3 = Eigen::Matrix3d;
using Matrices = std::vector<Matrix3>;

const Matrix3 at{{1.2, -0.3, 0.4}, {0.5, 0.9, -0.7}, {-0.2, 0.6, 1.4}};
const Matrix3 direction{{0.3, 1, -0.5}, {-0.8, 0.2, 0.7}, {0.4, -0.6, 0.9}};
const Matrix3 adjoint{{-0.4, 0.7, 0.1}, {1.1, 0.3, -0.2}, {0.5, -0.9, 0.8}};

double difference(const Matrix3& a, const Matrix3& b) { return (a - b).norm() / b.norm(); }

void check_against(const Expr& c, const Matrix3& a, const Matrix3& forward, const Matrix3& reverse) {
  const std::vector<Expr> derived{directional_derivative(c, A, dA), gradient(c, A, V)};
  const auto values = reference_values<double>(derived, {{A, a}, {dA, direction}, {V, adjoint}});
  CHECK(difference(values[0], forward) <= 1e-12);
  CHECK(difference(values[1], reverse) <= 1e-12);
}

/// C = Σ pₙ Aⁿ by Horner's rule, Cₙ = A Cₙ₊₁ + pₙ I; Ċ along Ȧ, and Ā.
struct Horner {
  Matrix3 value, forward, reverse;

  Horner(const std::vector<double>& p, const Matrix3& a, const Matrix3& dot, Matrix3 bar)
      : forward(Matrix3::Zero()), reverse(Matrix3::Zero()) {
    Matrices c{p.back() * Matrix3::Identity()};
    for (std::size_t n = p.size() - 1; n-- > 0;) {
      forward = (dot * c.back() + a * forward).eval();
      c.push_back(a * c.back() + p[n] * Matrix3::Identity());
    }
    value = c.back();
    for (std::size_t n = c.size() - 1; n-- > 0;) {
      reverse += bar * c[n].transpose();
      bar = (a.transpose() * bar).eval();
    }
  }
};

}  // namespace

TEST_CASE("Giles (2008): spectral norm") {
  const Eigen::JacobiSVD<Matrix3> svd(at, Eigen::ComputeFullU | Eigen::ComputeFullV);
  const Matrix3 slope = svd.matrixU().col(0) * svd.matrixV().col(0).transpose();
  const std::vector<Expr> derived{spectral_norm(A), directional_derivative(spectral_norm(A), A, dA),
                                  gradient(spectral_norm(A), A, s)};
  const auto values =
      reference_values<double>(derived, {{A, at}, {dA, direction}, {s, Eigen::MatrixXd::Constant(1, 1, -1.5)}});
  CHECK(std::abs(values[0](0, 0) - svd.singularValues()(0)) <= 1e-14);
  CHECK(std::abs(values[1](0, 0) - slope.cwiseProduct(direction).sum()) <= 1e-13);
  CHECK(difference(values[2], -1.5 * slope) <= 1e-13);
}

TEST_CASE("Giles (2008): matrix polynomial") {
  const std::vector<double> p{0.7, -1.3, 0.4, 2.1, -0.6};
  Expr polynomial = p[0] * identity(3);
  for (int n = 1; n < 5; ++n) polynomial = polynomial + p[static_cast<std::size_t>(n)] * matrix_power(A, n);
  const Horner horner(p, at, direction, adjoint);
  CHECK(difference(reference_value<double>(polynomial, {{A, at}}), horner.value) <= 1e-14);
  check_against(polynomial, at, horner.forward, horner.reverse);
}

TEST_CASE("Giles (2008): matrix exponential, by a polynomial of A/2ˢ and s squarings") {
  constexpr int squarings = 4;
  const double scale = std::ldexp(1.0, -squarings);
  std::vector<double> p{1};
  for (int n = 1; n <= 18; ++n) p.push_back(p.back() / n);
  const Horner start(p, scale * at, scale * direction, adjoint);
  Matrices d{start.value};
  Matrix3 forward = start.forward;
  for (int i = 0; i < squarings; ++i) {
    forward = (forward * d.back() + d.back() * forward).eval();
    d.push_back(d.back() * d.back());
  }
  Matrix3 bar = adjoint;
  for (int i = squarings; i-- > 0;) {
    const Matrix3& before = d[static_cast<std::size_t>(i)];
    bar = (before.transpose() * bar + bar * before.transpose()).eval();
  }
  const Matrix3 reverse = scale * Horner(p, scale * at, scale * direction, bar).reverse;
  CHECK(difference(reference_value<double>(matrix_exponential(A), {{A, at}}), d.back()) <= 1e-13);
  check_against(matrix_exponential(A), at, forward, reverse);
}

TEST_CASE("Giles (2008): Cholesky factorisation, entry by entry (after Smith 1995)") {
  const Matrix3 a = at * at.transpose() + Matrix3::Identity(), dot = direction + direction.transpose();
  Matrix3 l = Matrix3::Zero(), l_dot = Matrix3::Zero();
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j <= i; ++j) {
      double rest = a(i, j), rest_dot = dot(i, j);
      for (int k = 0; k < j; ++k) {
        rest -= l(i, k) * l(j, k);
        rest_dot -= l_dot(i, k) * l(j, k) + l(i, k) * l_dot(j, k);
      }
      l(i, j) = i == j ? std::sqrt(rest) : rest / l(j, j);
      l_dot(i, j) = i == j ? rest_dot / (2 * l(i, i)) : (rest_dot - l(i, j) * l_dot(j, j)) / l(j, j);
    }
  Matrix3 l_bar = adjoint, lower = Matrix3::Zero();
  for (int i = 3; i-- > 0;)
    for (int j = i + 1; j-- > 0;) {
      lower(i, j) = i == j ? l_bar(i, i) / (2 * l(i, i)) : l_bar(i, j) / l(j, j);
      if (i != j) l_bar(j, j) -= lower(i, j) * l(i, j);
      for (int k = 0; k < j; ++k) {
        l_bar(i, k) -= lower(i, j) * l(j, k);
        l_bar(j, k) -= lower(i, j) * l(i, k);
      }
    }
  // The paper lets only the lower triangle of A count, matgrad its symmetric part.
  const Matrix3 reverse = (lower + lower.transpose()) / 2;
  const std::vector<Expr> derived{cholesky(A), directional_derivative(cholesky(A), A, dA),
                                  gradient(cholesky(A), A, V)};
  const auto values = reference_values<double>(derived, {{A, a}, {dA, dot}, {V, adjoint}});
  CHECK(difference(values[0], l) <= 1e-14);
  CHECK(difference(values[1], l_dot) <= 1e-12);
  CHECK(difference(values[2], reverse) <= 1e-12);
}

}  // namespace matgrad::tests
