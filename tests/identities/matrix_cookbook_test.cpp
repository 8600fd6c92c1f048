#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "equation.hpp"

// Gradients as The Matrix Cookbook states them (Petersen and Pedersen, version of 15 November 2012), under its
// equation numbers, against those that matgrad derives.

namespace matgrad::tests {
namespace {

struct Identity {
  std::string name;
  Expr loss;
  Expr x;         // with respect to this
  Expr gradient;  // as the book states it
};

class Cookbook {
 public:
  std::vector<Identity> determinants() const {
    const Expr Q = T(R) * S * R, P = T(R) * N * R;
    return {
        {"(49) det(X)", determinant(X), X, determinant(X) * T(inverse(X))},
        {"(51) det(AXB)", determinant(A * X * B), X, determinant(A * X * B) * T(inverse(X))},
        {"(52) det(XᵀAX), X invertible", determinant(T(X) * A * X), X,
         2 * determinant(T(X) * A * X) * inverse(T(X))},
        {"(53) det(XᵀAX), A symmetric", determinant(Q), R, 2 * determinant(Q) * S * R * inverse(Q)},
        {"(54) det(XᵀAX)", determinant(P), R, determinant(P) * (N * R * inverse(P) + T(N) * R * inverse(T(P)))},
        {"(55) log det(XᵀX)", log_det(T(R) * R), R, 2 * T(inverse(T(R) * R) * T(R))},
        {"(57) log|det X|", log_abs_det(X), X, inverse(T(X))},
        {"(58) det(X³)", determinant(X * X * X), X, 3 * determinant(X * X * X) * inverse(T(X))},
    };
  }

  std::vector<Identity> inverses() const {
    const Expr K = inverse(T(R) * S * R), L = inverse(W + T(R) * S * R), Y = inverse(X + A);
    return {
        {"(61) aᵀX⁻¹b", T(a) * inverse(X) * b, X, -(inverse(T(X)) * a * T(b) * inverse(T(X)))},
        {"(62) det(X⁻¹)", determinant(inverse(X)), X, -(determinant(inverse(X)) * T(inverse(X)))},
        {"(63) tr(AX⁻¹B)", trace(F * inverse(X) * G), X, -T(inverse(X) * G * F * inverse(X))},
        {"(64) tr((X + A)⁻¹)", trace(Y), X, -T(Y * Y)},
        {"(124) tr(AX⁻¹B) by solve", trace(A * solve(X, B)), X, -(inverse(T(X)) * T(A) * T(B) * inverse(T(X)))},
        {"(125) tr((XᵀCX)⁻¹A)", trace(K * A), R, -(S * R * K * (A + T(A)) * K)},
        {"(126) tr((XᵀCX)⁻¹(XᵀBX))", trace(K * (T(R) * U * R)), R,
         -2 * (S * R * K * T(R) * U * R * K) + 2 * (U * R * K)},
        {"(127) tr((A + XᵀCX)⁻¹(XᵀBX))", trace(L * (T(R) * U * R)), R,
         -2 * (S * R * L * T(R) * U * R * L) + 2 * (U * R * L)},
    };
  }

  std::vector<Identity> forms() const {
    const Expr r = x - A * s;
    const Expr inner = T(r) * W * r, difference = T(x - s) * W * (x - s);
    return {
        {"(69) xᵀa", T(x) * a, x, a},
        {"(70) aᵀXb", T(a) * X * b, X, a * T(b)},
        {"(71) aᵀXᵀb", T(a) * T(X) * b, X, b * T(a)},
        {"(72) aᵀXa", T(a) * X * a, X, a * T(a)},
        {"(77) bᵀXᵀXc", T(b) * T(R) * R * c, R, R * (b * T(c) + c * T(b))},
        {"(78) (Bx + b)ᵀC(Dx + d)", T(B * x + b) * C * (D * x + d), x,
         T(B) * C * (D * x + d) + T(D) * T(C) * (B * x + b)},
        {"(81) xᵀBx", T(x) * B * x, x, (B + T(B)) * x},
        {"(82) bᵀXᵀDXc", T(b) * T(X) * D * X * c, X, T(D) * X * b * T(c) + D * X * c * T(b)},
        {"(83) (Xb + c)ᵀD(Xb + c)", T(X * b + c) * D * (X * b + c), X, (D + T(D)) * (X * b + c) * T(b)},
        {"(84) (x − As)ᵀW(x − As), s", inner, s, -2 * (T(A) * W * r)},
        {"(85) (x − s)ᵀW(x − s), x", difference, x, 2 * (W * (x - s))},
        {"(86) (x − s)ᵀW(x − s), s", difference, s, -2 * (W * (x - s))},
        {"(87) (x − As)ᵀW(x − As), x", inner, x, 2 * (W * r)},
        {"(88) (x − As)ᵀW(x − As), A", inner, A, -2 * (W * r * T(s))},
        {"(91) aᵀX³b", T(a) * X * X * X * b, X,
         a * T(b) * T(X) * T(X) + T(X) * a * T(b) * T(X) + T(X) * T(X) * a * T(b)},
        {"(97) xᵀAx + bᵀx", T(x) * A * x + T(b) * x, x, (A + T(A)) * x + b},
    };
  }

  std::vector<Identity> traces() const {
    const Expr E = F * X * G + H;
    return {
        {"(99) tr(X)", trace(X), X, identity(3)},
        {"(100) tr(XA)", trace(X * A), X, T(A)},
        {"(101) tr(AXB)", trace(F * X * G), X, T(F) * T(G)},
        {"(102) tr(AXᵀB)", trace(F * T(X) * G), X, G * F},
        {"(103) tr(XᵀA)", trace(T(X) * A), X, A},
        {"(104) tr(AXᵀ)", trace(A * T(X)), X, A},
        {"(106) tr(X²)", trace(X * X), X, 2 * T(X)},
        {"(107) tr(X²B)", trace(X * X * B), X, T(X * B + B * X)},
        {"(108) tr(XᵀBX)", trace(T(R) * N * R), R, N * R + T(N) * R},
        {"(109) tr(BXXᵀ)", trace(N * R * T(R)), R, N * R + T(N) * R},
        {"(110) tr(XXᵀB)", trace(R * T(R) * N), R, N * R + T(N) * R},
        {"(111) tr(XBXᵀ)", trace(R * B * T(R)), R, R * T(B) + R * B},
        {"(112) tr(BXᵀX)", trace(B * T(R) * R), R, R * T(B) + R * B},
        {"(113) tr(XᵀXB)", trace(T(R) * R * B), R, R * T(B) + R * B},
        {"(114) tr(AXBX)", trace(A * X * B * X), X, T(A) * T(X) * T(B) + T(B) * T(X) * T(A)},
        {"(115) tr(XᵀX)", trace(T(R) * R), R, 2 * R},
        {"(116) tr(BᵀXᵀCXB)", trace(T(G) * T(X) * C * X * G), X, T(C) * X * G * T(G) + C * X * G * T(G)},
        {"(117) tr(XᵀBXC)", trace(T(R) * N * R * C), R, N * R * C + T(N) * R * T(C)},
        {"(118) tr(AXBXᵀC)", trace(F * X * B * T(X) * G), X, T(F) * T(G) * X * T(B) + G * F * X * B},
        {"(119) tr((AXB + C)(AXB + C)ᵀ)", trace(E * T(E)), X, 2 * (T(F) * E * T(G))},
        {"(121) tr(X⁴)", trace(X * X * X * X), X, 4 * T(X * X * X)},
        {"(122) tr(AX³)", trace(A * X * X * X), X, T(A * X * X + X * A * X + X * X * A)},
        {"(123) tr(BᵀXᵀCXXᵀCXB)", trace(T(G) * T(X) * C * X * T(X) * C * X * G), X,
         C * X * T(X) * C * X * G * T(G) + T(C) * X * G * T(G) * T(X) * T(C) * X +
             C * X * G * T(G) * T(X) * C * X + T(C) * X * T(X) * T(C) * X * G * T(G)},
    };
  }

  std::vector<Identity> norms() const {
    return {
        {"(129) ‖x − a‖", norm(x - a), x, (x - a) / norm(x - a)},
        {"(131) ‖x‖²", squared_norm(x), x, 2 * x},
        {"(132) ‖X‖²", squared_norm(R), R, 2 * R},
    };
  }

 private:
  // The letters of the book; W, S, U are symmetric, R is not square.
  Expr X = variable("X", 3, 3), A = variable("A", 3, 3), B = variable("B", 3, 3), C = variable("C", 3, 3);
  Expr D = variable("D", 3, 3), W = variable("W", 3, 3, Fact::symmetric), R = variable("R", 4, 3);
  Expr N = variable("N", 4, 4), S = variable("S", 4, 4, Fact::symmetric), U = variable("U", 4, 4, Fact::symmetric);
  Expr F = variable("F", 2, 3), G = variable("G", 3, 2), H = variable("H", 2, 2);
  Expr a = variable("a", 3), b = variable("b", 3), c = variable("c", 3), d = variable("d", 3);
  Expr s = variable("s", 3), x = variable("x", 3);
};

void check_identities(const std::vector<Identity>& identities) {
  std::vector<Equation> equations;
  for (const auto& [name, loss, x, stated] : identities) equations.push_back({name, gradient(loss, x), stated});
  check_equations(equations);
}

}  // namespace

TEST_CASE("The Matrix Cookbook, 2.1: determinants") { check_identities(Cookbook().determinants()); }
TEST_CASE("The Matrix Cookbook, 2.2 and 2.5.4: inverses") { check_identities(Cookbook().inverses()); }
TEST_CASE("The Matrix Cookbook, 2.4: linear and quadratic forms") { check_identities(Cookbook().forms()); }
TEST_CASE("The Matrix Cookbook, 2.5.1 to 2.5.3: traces") { check_identities(Cookbook().traces()); }
TEST_CASE("The Matrix Cookbook, 2.6 and 2.7: norms") { check_identities(Cookbook().norms()); }

}  // namespace matgrad::tests
