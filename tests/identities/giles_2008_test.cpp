#include <doctest/doctest.h>

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>

#include <random>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/singular_values.hpp>
#include <matgrad/autodiff/operations/spectral.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>
#include "support/random_values.hpp"

// The rules of Giles (2008), An extended collection of matrix derivative results for forward and reverse mode
// algorithmic differentiation, evaluated in plain Eigen under his section numbers and in his letters (Ȧ is the
// direction of A, C̄ the adjoint of C), against what matgrad derives.

namespace matgrad::tests {
namespace {

using Real = Eigen::MatrixXd;

/// What matgrad makes of C = f(A): Ċ for a direction Ȧ, and Ā for an adjoint C̄.
struct Derived {
  Real forward, reverse;
};

Derived derived(Expr (*f)(const Expr&), const Real& at, const Real& direction, const Real& adjoint) {
  const Expr a = variable("A", at.rows(), at.cols()), c = f(a);
  const Expr v = variable("V", at.rows(), at.cols()), u = variable("U", c.rows(), c.cols());
  const LeafValues<double> leaves{{a, at}, {v, direction}, {u, adjoint}};
  const auto values =
      reference_values<double>(std::vector{directional_derivative(c, a, v), gradient(c, a, u)}, leaves);
  return {values[0], values[1]};
}

void check_close(const Real& actual, const Real& stated) {
  CHECK(stated.norm() > 0.1);
  CHECK((actual - stated).norm() <= 1e-12 * stated.norm());
}

Real symmetric_part(const Real& a) { return (a + a.transpose()) / 2; }

/// The Fᵢⱼ = 1/(dⱼ − dᵢ), 0 on the diagonal.
Real reciprocal_gaps(const Real& d) {
  return Real::NullaryExpr(d.rows(), d.rows(), [&](Index i, Index j) { return i == j ? 0 : 1 / (d(j) - d(i)); });
}

}  // namespace

// For symmetric A: U⁻¹ = Uᵀ, the direction is symmetric, and of Ā the symmetric part counts.
TEST_CASE("Giles (2008), 3.1: eigenvalues and eigenvectors") {
  std::mt19937 random(2008);
  for (const Index n : {2, 3, 5}) {
    const Real a = symmetric_part(uniform_matrix(n, n, random)),
               a_dot = symmetric_part(uniform_matrix(n, n, random));
    const Real d_bar = uniform_matrix(n, 1, random), u_bar = uniform_matrix(n, n, random);
    const auto values = [](const Expr& x) { return eigenvalues(x); };
    const auto vectors = [](const Expr& x) { return eigenvectors(x); };
    const Derived of_values = derived(values, a, a_dot, d_bar), of_vectors = derived(vectors, a, a_dot, u_bar);

    const Expr leaf = variable("A", n, n);
    const auto decomposition =
        reference_values<double>(std::vector{eigenvalues(leaf), eigenvectors(leaf)}, {{leaf, a}});
    const Real &d = decomposition[0], &u = decomposition[1];
    const Real f = reciprocal_gaps(d), turned = u.transpose() * a_dot * u;

    check_close(of_values.forward, turned.diagonal());            // Ḋ = I ∘ (U⁻¹ Ȧ U)
    check_close(of_vectors.forward, u * f.cwiseProduct(turned));  // U̇ = U (F ∘ (U⁻¹ Ȧ U))
    check_close(of_values.reverse, u * d_bar.col(0).asDiagonal() * u.transpose());  // Ā = U⁻ᵀ D̄ Uᵀ
    const Real a_bar = u * f.cwiseProduct(u.transpose() * u_bar) * u.transpose();  // Ā = U⁻ᵀ (F ∘ (Uᵀ Ū)) Uᵀ
    check_close(of_vectors.reverse, symmetric_part(a_bar));
  }
}

// His Ṗ = UᵀȦV for a square A = U S Vᵀ; he gives U̇ and V̇ in forward mode, and in reverse mode the singular
// values.
TEST_CASE("Giles (2008), 3.2: singular value decomposition") {
  std::mt19937 random(2008);
  for (const Index n : {2, 3, 4}) {
    const Real a = uniform_matrix(n, n, random), a_dot = uniform_matrix(n, n, random);
    const Real s_bar = uniform_matrix(n, 1, random), u_bar = uniform_matrix(n, n, random),
               v_bar = uniform_matrix(n, n, random);
    const Derived of_values = derived([](const Expr& x) { return singular_values(x); }, a, a_dot, s_bar);
    const Derived of_left = derived([](const Expr& x) { return left_singular_vectors(x); }, a, a_dot, u_bar);
    const Derived of_right = derived([](const Expr& x) { return right_singular_vectors(x); }, a, a_dot, v_bar);

    const Expr leaf = variable("A", n, n);
    const auto decomposition = reference_values<double>(
        std::vector{left_singular_vectors(leaf), singular_values(leaf), right_singular_vectors(leaf)},
        {{leaf, a}});
    const Real &u = decomposition[0], &v = decomposition[2];
    const Real s = decomposition[1].col(0).asDiagonal();
    const Real f = reciprocal_gaps(decomposition[1].cwiseAbs2());  // Fᵢⱼ = 1/(sⱼ² − sᵢ²)
    const Real p = u.transpose() * a_dot * v;

    check_close(of_values.forward, p.diagonal());                                 // Ṡ = I ∘ Ṗ
    check_close(of_left.forward, u * f.cwiseProduct(p * s + s * p.transpose()));  // U̇ = U (F ∘ (ṖS + SṖᵀ))
    check_close(of_right.forward, v * f.cwiseProduct(s * p + p.transpose() * s));  // V̇ = V (F ∘ (SṖ + ṖᵀS))
    check_close(of_values.reverse, u * s_bar.col(0).asDiagonal() * v.transpose());  // Ā = U S̄ Vᵀ
    // His U̇ and V̇ read backwards, by tr(ŪᵀU̇) = tr(ĀᵀȦ).
    const Real k = f.cwiseProduct(u.transpose() * u_bar), l = f.cwiseProduct(v.transpose() * v_bar);
    check_close(of_left.reverse, u * (k * s + k.transpose() * s) * v.transpose());
    check_close(of_right.reverse, u * (s * l + s * l.transpose()) * v.transpose());
  }
}

}  // namespace matgrad::tests
