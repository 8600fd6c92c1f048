#include <doctest/doctest.h>

#include <vector>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/matrix_function.hpp>
#include <matgrad/autodiff/operations/products.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/vectorisation.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "equation.hpp"

// The Matrix Cookbook (Petersen and Pedersen, version of 15 November 2012), continued: differentials, powers,
// symmetric and diagonal matrices, Kronecker products, vec and the exponential, under its equation numbers.

namespace matgrad::tests {
namespace {

// The letters of the book; S and W are symmetric, D is diagonal, R is not square, dX and dY are directions.
struct Letters {
  Expr X = variable("X", 3, 3), Y = variable("Y", 3, 3), A = variable("A", 3, 3), B = variable("B", 3, 3);
  Expr C = variable("C", 2, 2), E = variable("E", 2, 2), R = variable("R", 2, 3), Q = variable("Q", 2, 3);
  Expr dX = variable("∂X", 3, 3), dY = variable("∂Y", 3, 3), dC = variable("∂C", 2, 2);
  Expr S = variable("S", 3, 3, Fact::positive_definite), D = variable("D", 3, 3, Fact::diagonal);
  Expr a = variable("a", 3), b = variable("b", 3), c = variable("c", 2), x = variable("x", 3);
  Expr s = variable("s", 1), t = variable("t", 1);
};

}  // namespace

TEST_CASE("The Matrix Cookbook, 2: differentials") {
  const Letters l;
  const Expr &X = l.X, &Y = l.Y, &dX = l.dX, &dY = l.dY, &C = l.C, &dC = l.dC;
  const auto d = [&](const Expr& f) { return directional_derivative(f, {X, Y}, {dX, dY}); };
  check_equations({
      {"(34) ∂(αX)", d(2.5 * X), 2.5 * dX},
      {"(35) ∂(X + Y)", d(X + Y), dX + dY},
      {"(36) ∂tr(X)", d(trace(X)), trace(dX)},
      {"(37) ∂(XY)", d(X * Y), dX * Y + X * dY},
      {"(38) ∂(X ∘ Y)", d(hadamard(X, Y)), hadamard(dX, Y) + hadamard(X, dY)},
      {"(39) ∂(X ⊗ Y)", directional_derivative(kronecker(X, C), {X, C}, {dX, dC}),
       kronecker(dX, C) + kronecker(X, dC)},
      {"(40) ∂X⁻¹", d(inverse(X)), -(inverse(X) * dX * inverse(X))},
      {"(41) ∂det(X)", d(determinant(X)), trace_of_product(T(cofactor(X)), dX)},
      {"(42) ∂det(X)", d(determinant(X)), determinant(X) * trace(inverse(X) * dX)},
      {"(43) ∂log det(X)", d(log_det(X)), trace(solve(X, dX))},
      {"(44) ∂Xᵀ", d(T(X)), T(dX)},
  });
}

TEST_CASE("The Matrix Cookbook, 2.1.1: the second derivative of a determinant") {
  const Letters l;
  // Y(s) = X + sA + s²B at s, with Y′ = A + 2sB and Y″ = 2B.
  const Expr s = l.s, Y = l.X + s * l.A + square(s) * l.B, first = l.A + 2 * (s * l.B), second = 2 * l.B;
  const Expr slope = gradient(determinant(Y), s), P = inverse(Y) * first;
  check_equations({
      {"(46) ∂det(Y)/∂x", slope, determinant(Y) * trace(P)},
      {"(48) ∂²det(Y)/∂x²", gradient(slope, s),
       determinant(Y) * (trace(inverse(Y) * second) + trace(P) * trace(P) - trace(P * P))},
      {"(59) ∂Y⁻¹/∂x", directional_derivative(inverse(Y), s, constant(1.0)), -(P * inverse(Y))},
  });
}

TEST_CASE("The Matrix Cookbook, 2.1.3, 2.4.3 and 2.5.3: powers") {
  const Letters l;
  const Expr &X = l.X, &A = l.A, &a = l.a, &b = l.b;
  const auto sum_over = [](int n, const auto& term) {
    Expr sum = term(0);
    for (int r = 1; r < n; ++r) sum = sum + term(r);
    return sum;
  };
  const auto power = [&](int n) { return matrix_power(X, n); };
  std::vector<Equation> equations;
  for (const int n : {1, 2, 3, 5}) {
    const std::string at = " for n = " + std::to_string(n);
    equations.push_back({"(58) det(Xⁿ)" + at, gradient(determinant(power(n)), X),
                         static_cast<double>(n) * (determinant(power(n)) * inverse(T(X)))});
    equations.push_back({"(90) ∂(Xⁿ)" + at, directional_derivative(power(n), X, l.dX),
                         sum_over(n, [&](int r) { return power(r) * l.dX * power(n - 1 - r); })});
    equations.push_back({"(91) aᵀXⁿb" + at, gradient(T(a) * power(n) * b, X),
                         sum_over(n, [&](int r) { return T(power(r)) * a * T(b) * T(power(n - 1 - r)); })});
    equations.push_back(
        {"(92) aᵀ(Xⁿ)ᵀXⁿb" + at, gradient(T(a) * T(power(n)) * power(n) * b, X), sum_over(n, [&](int r) {
           return T(power(n - 1 - r)) * power(n) * (a * T(b) + b * T(a)) * T(power(r));
         })});
    equations.push_back(
        {"(121) tr(Xⁿ)" + at, gradient(trace(power(n)), X), static_cast<double>(n) * T(power(n - 1))});
    equations.push_back({"(122) tr(AXⁿ)" + at, gradient(trace(A * power(n)), X),
                         sum_over(n, [&](int r) { return T(power(r) * A * power(n - r - 1)); })});
  }
  equations.push_back({"(61) aᵀX⁻²b, by (59)", gradient(T(a) * matrix_power(X, -2) * b, X),
                       -(T(inverse(X)) * a * T(b) * T(power(-2))) - T(power(-2)) * a * T(b) * T(inverse(X))});
  check_equations(equations);
}

TEST_CASE("The Matrix Cookbook, 2.4 to 2.6: Hessians, traces of Kronecker products, unit vectors") {
  const Letters l;
  const Expr &X = l.X, &A = l.A, &a = l.a, &b = l.b, &x = l.x;
  const Expr distance = norm(x - a);
  check_equations({
      {"(81) xᵀBx, named", gradient(quadratic_form(x, A), x), (A + T(A)) * x},
      {"(98) Hessian of xᵀAx + bᵀx", hessian(quadratic_form(x, A) + T(b) * x, x), A + T(A)},
      {"(100) tr(XA), named", gradient(trace_of_product(X, A), X), T(A)},
      {"(105) tr(A ⊗ X)", gradient(trace(kronecker(l.C, X)), X), trace(l.C) * identity(3)},
      {"(120) tr(X ⊗ X)", gradient(trace(kronecker(X, X)), X), 2 * (trace(X) * identity(3))},
      {"(130) (x − a)/‖x − a‖", jacobian((x - a) / distance, x),
       (1 / distance) * identity(3) - (1 / power(distance, 3)) * ((x - a) * T(x - a))},
  });
}

TEST_CASE("The Matrix Cookbook, 2.8: symmetric and diagonal matrices") {
  const Letters l;
  const Expr &A = l.A, &S = l.S, &D = l.D, I = identity(3);
  // The book moves Sᵢⱼ and Sⱼᵢ together, and so counts both: G + Gᵀ − G ∘ I of the symmetric gradient G.
  const auto structured = [&](const Expr& f) {
    const Expr g = gradient(f, S);
    return g + T(g) - hadamard(g, I);
  };
  check_equations({
      {"(139) tr(AX), symmetric", structured(trace(A * S)), A + T(A) - hadamard(A, I)},
      {"(140) det(X), symmetric", structured(determinant(S)),
       determinant(S) * (2 * inverse(S) - hadamard(inverse(S), I))},
      {"(141) log det(X), symmetric", structured(log_det(S)), 2 * inverse(S) - hadamard(inverse(S), I)},
      {"(142) tr(AX), diagonal", gradient(trace(A * D), D), hadamard(A, I)},
  });
}

TEST_CASE("The Matrix Cookbook, 10.1: the exponential") {
  const Letters l;
  const Expr &X = l.X, &A = l.A, &t = l.t;
  const Expr e = matrix_exponential(A), moving = matrix_exponential(t * A);
  const Expr along = directional_derivative(moving, t, constant(1.0));
  check_equations({
      {"(497) ∂exp(tA)/∂t = A exp(tA)", along, A * moving},
      {"(497) ∂exp(tA)/∂t = exp(tA) A", along, moving * A},
      {"(498) exp(A) exp(B) for AB = BA", e * matrix_exponential(A * A + A), matrix_exponential(A * A + 2 * A)},
      {"(499) exp(A)⁻¹", inverse(e), matrix_exponential(-A)},
      {"log det exp(A) = tr(A)", log_det(e), trace(A)},
      {"∂tr exp(X)", gradient(trace(matrix_exponential(X)), X), T(matrix_exponential(X))},
  });
}

TEST_CASE("The Matrix Cookbook, 10.2: the Kronecker product and vec") {
  const Letters l;
  const Expr &A = l.A, &B = l.B, &C = l.C, &E = l.E, &R = l.R, &Q = l.Q, &X = l.X;
  check_equations({
      {"(506) A ⊗ (B + C)", kronecker(R, A + B), kronecker(R, A) + kronecker(R, B)},
      {"(508) A ⊗ (B ⊗ C)", kronecker(R, kronecker(A, C)), kronecker(kronecker(R, A), C)},
      {"(509) αA ⊗ βB", kronecker(2 * R, -3 * A), -6 * kronecker(R, A)},
      {"(510) (A ⊗ B)ᵀ", T(kronecker(R, A)), kronecker(T(R), T(A))},
      {"(511) (A ⊗ B)(C ⊗ D)", kronecker(R, C) * kronecker(A, E), kronecker(R * A, C * E)},
      {"(512) (A ⊗ B)⁻¹", inverse(kronecker(A, C)), kronecker(inverse(A), inverse(C))},
      {"(515) tr(A ⊗ B)", trace(kronecker(A, C)), trace(A) * trace(C)},
      {"(516) det(A ⊗ B)", determinant(kronecker(A, C)), power(determinant(A), 2) * power(determinant(C), 3)},
      {"(520) vec(AXB)", vec(C * R * B), kronecker(T(B), C) * vec(R)},
      {"(521) tr(AᵀB)", trace(T(R) * Q), T(vec(R)) * vec(Q)},
      {"(522) vec(A + B)", vec(R + Q), vec(R) + vec(Q)},
      {"(523) vec(αA)", vec(-3 * R), -3 * vec(R)},
      // The book has B for Bᵀ, which is right for symmetric B.
      {"(524) aᵀXBXᵀc", T(l.a) * X * B * T(X) * l.b, quadratic_form(vec(X), kronecker(T(B), outer(l.b, l.a)))},
      {"(520), its Jacobian", jacobian(C * R * B, R), kronecker(T(B), C)},
  });
}

}  // namespace matgrad::tests
