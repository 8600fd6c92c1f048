#include "matgrad/autodiff/expression/notation.hpp"

#include <doctest/doctest.h>

#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace notation_test {

using namespace matgrad;

namespace {

const Notation A = Notation::symbol("A"), B = Notation::symbol("B"), C = Notation::symbol("C");
const Notation adjoint = Notation::symbol("∂L/∂Z");

Notation plus(const Notation& a, const Notation& b) { return Notation::sum({a, b}, {false, false}); }
Notation minus(const Notation& a, const Notation& b) { return Notation::sum({a, b}, {false, true}); }
Notation negative(const Notation& a) { return Notation::sum({a}, {true}); }
Notation times(const Notation& a, const Notation& b) { return Notation::product({a, b}); }
Notation circle(const Notation& a, const Notation& b) { return Notation::infix("∘", {a, b}); }
Notation transposed(const Notation& a) { return Notation::postfix(a, "ᵀ"); }

}  // namespace

TEST_CASE("a sum needs brackets behind a sign, not in front") {
  CHECK(to_text(minus(plus(A, B), C)) == "A + B − C");
  CHECK(to_text(minus(A, plus(B, C))) == "A − (B + C)");
  CHECK(to_text(plus(A, minus(B, C))) == "A + (B − C)");
  CHECK(to_text(plus(negative(A), B)) == "−A + B");
  CHECK(to_text(plus(A, negative(B))) == "A − B");
  CHECK(to_text(negative(plus(A, B))) == "−(A + B)");
}

TEST_CASE("a product brackets sums and later products, not a leading one") {
  CHECK(to_text(times(times(A, B), C)) == "A B C");
  CHECK(to_text(times(A, times(B, C))) == "A (B C)");
  CHECK(to_text(times(plus(A, B), C)) == "(A + B) C");
  CHECK(to_text(times(A, negative(B))) == "A (−B)");
  CHECK(to_text(plus(times(A, B), C)) == "A B + C");
}

TEST_CASE("elementwise signs and the matrix product are never mixed without brackets") {
  CHECK(to_text(circle(times(A, B), C)) == "(A B) ∘ C");
  CHECK(to_text(times(circle(A, B), C)) == "(A ∘ B) C");
  CHECK(to_text(times(A, circle(B, C))) == "A (B ∘ C)");
  CHECK(to_text(circle(circle(A, B), C)) == "(A ∘ B) ∘ C");
  CHECK(to_text(Notation::infix("/", {A, circle(B, C)})) == "A / (B ∘ C)");
  CHECK(to_text(plus(circle(A, B), C)) == "A ∘ B + C");
}

TEST_CASE("a number in front") {
  CHECK(to_text(Notation::scaled(0.5, A)) == "½ A");
  CHECK(to_text(Notation::scaled(2, times(A, B))) == "2 A B");
  CHECK(to_text(Notation::scaled(2, circle(A, B))) == "2 (A ∘ B)");
  CHECK(to_text(Notation::scaled(2, plus(A, B))) == "2 (A + B)");
  CHECK(to_text(Notation::scaled(2, Notation::scaled(3, A))) == "2 (3 A)");
  CHECK(to_text(times(Notation::scaled(2, A), B)) == "2 A B");
  CHECK(to_text(times(A, Notation::scaled(2, B))) == "A (2 B)");
  CHECK(to_text(circle(Notation::scaled(2, A), B)) == "(2 A) ∘ B");
  CHECK(to_text(minus(A, Notation::scaled(2, B))) == "A − 2 B");
}

TEST_CASE("numbers") {
  CHECK(to_text(Notation::number(2)) == "2");
  CHECK(to_text(Notation::number(0.1)) == "0.1");
  CHECK(to_text(Notation::number(1e-6)) == "1e-06");
  CHECK(to_text(Notation::number(-2)) == "−2");
  CHECK(to_text(Notation::number(-0.0)) == "−0");
  CHECK(to_text(times(A, Notation::number(-2))) == "A (−2)");
  CHECK(to_text(transposed(Notation::number(-2))) == "(−2)ᵀ");
  CHECK(to_text(minus(A, Notation::number(-2))) == "A − (−2)");
}

TEST_CASE("a postfix mark brackets all but a name, a call and a fence") {
  CHECK(to_text(transposed(A)) == "Aᵀ");
  CHECK(to_text(transposed(times(A, B))) == "(A B)ᵀ");
  CHECK(to_text(transposed(circle(A, B))) == "(A ∘ B)ᵀ");
  CHECK(to_text(transposed(plus(A, B))) == "(A + B)ᵀ");
  CHECK(to_text(transposed(Notation::scaled(2, A))) == "(2 A)ᵀ");
  CHECK(to_text(transposed(Notation::postfix(A, "⁻¹"))) == "(A⁻¹)ᵀ");
  CHECK(to_text(transposed(Notation::call("σ", {plus(A, B)}))) == "σ(A + B)ᵀ");
  CHECK(to_text(transposed(Notation::fence("‖", A, "‖²"))) == "(‖A‖²)ᵀ");
  CHECK(to_text(Notation::postfix(Notation::fence("‖", A, "‖²"), "²")) == "(‖A‖²)²");
  CHECK(to_text(transposed(Notation::fence("‖", A, "‖"))) == "‖A‖ᵀ");
}

TEST_CASE("calls and fences need no brackets inside") {
  CHECK(to_text(Notation::call("solve", {plus(A, B), times(B, C)})) == "solve(A + B, B C)");
  CHECK(to_text(Notation::call("zeros", {})) == "zeros()");
  CHECK(to_text(Notation::fence("⟨", {A, minus(B, C)}, "⟩")) == "⟨A, B − C⟩");
  CHECK(to_text(Notation::fence("log|", plus(A, B), "|")) == "log|A + B|");
}

TEST_CASE("an adjoint's name is bracketed among factors, not in a sum") {
  CHECK(to_text(times(adjoint, A)) == "(∂L/∂Z) A");
  CHECK(to_text(times(A, transposed(adjoint))) == "A (∂L/∂Z)ᵀ");
  CHECK(to_text(circle(adjoint, A)) == "(∂L/∂Z) ∘ A");
  CHECK(to_text(Notation::scaled(2, adjoint)) == "2 (∂L/∂Z)");
  CHECK(to_text(plus(adjoint, A)) == "∂L/∂Z + A");
  CHECK(to_text(negative(adjoint)) == "−∂L/∂Z");
  CHECK(to_text(Notation::call("tr", {adjoint})) == "tr(∂L/∂Z)");
}

TEST_CASE("of neighbouring parts that are cut off one is written") {
  const Notation cut = Notation::symbol("…");
  CHECK(to_text(Notation::sum({A, cut, cut, cut}, {false, false, true, false})) == "A + …");
  CHECK(to_text(Notation::product({A, cut, cut, B})) == "A … B");
  CHECK(to_text(Notation::call("f", {cut, cut})) == "f(…)");
}

TEST_CASE("operations are written with these brackets") {
  const Expr a = variable("A", 2, 2), b = variable("B", 2, 2), c = variable("C", 2, 2);
  CHECK(to_text(a * (b + c)) == "A (B + C)");
  CHECK(to_text(hadamard(a, b) * c) == "(A ∘ B) C");
  CHECK(to_text(hadamard(a, b * c)) == "A ∘ (B C)");
  CHECK(to_text(a - (b - c)) == "A − (B − C)");
  CHECK(to_text(-(a * b)) == "−A B");
  CHECK(to_text(-2 * a + b) == "−2 A + B");
  CHECK(to_text(0.5 * squared_norm(a - b)) == "½ ‖A − B‖²");
  CHECK(to_text(transpose(a * b) * transpose(transpose(c))) == "(A B)ᵀ (Cᵀ)ᵀ");
  CHECK(to_text(dot(a, b) * c) == "⟨A, B⟩ C");
  CHECK(to_text(a + 1) == "A + 1");
  CHECK(to_text(2 * constant(1)) == "2");
}

}  // namespace notation_test
