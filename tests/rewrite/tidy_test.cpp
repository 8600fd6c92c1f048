#include "matgrad/autodiff/rewrite/tidy.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "tidied.hpp"

namespace matgrad::tests {
namespace {

std::size_t tidy_size(const Expr& expr) { return Graph(tidy(expr)).size(); }

}  // namespace

TEST_CASE("the gradient of the tied autoencoder, however its products are bracketed") {
  const Expr W = variable("W", 3, 6), x = variable("x", 6);
  for (const Expr& reconstruction : {transpose(W) * (W * x), (transpose(W) * W) * x}) {
    const Expr K = named("K", reconstruction - x);
    CHECK(tidied(gradient(0.5 * squared_norm(K), W)) == "W (K xᵀ + x Kᵀ)");
  }
}

TEST_CASE("the gradient of the Gaussian process latent variable model") {
  const Expr X = variable("X", 4, 2), Y = variable("Y", 4, 3), D = variable("D", 1);
  const Expr a = variable("α", 1, 1, Fact::positive), b = variable("β", 1, 1, Fact::positive);
  const Expr K = named("K", a * X * transpose(X) + (1.0 / b) * identity(4));
  const Expr L = -0.5 * D * log_det(K) - 0.5 * trace(inverse(K) * Y * transpose(Y));
  CHECK(tidied(gradient(L, X)) == "−α D K⁻¹ X + α K⁻¹ Y Yᵀ K⁻¹ X");
}

TEST_CASE("the gradient of swish") {
  const Expr a = variable("a", 3, 2), G = variable("G", 3, 2);
  CHECK(tidied(gradient(swish(a), a, G)) == "G ∘ (σ(a) + a ∘ σ(a) ∘ (1 − σ(a)))");
}

TEST_CASE_FIXTURE(Matrices, "like terms and numbers are collected") {
  CHECK(tidied(A + A) == "2 A");
  CHECK(tidied(2 * A + 3 * A) == "5 A");
  CHECK(tidied(A - (B - C)) == "A − B + C");
  CHECK(tidied(-(A - B)) == "−A + B");
  CHECK(tidied(A * (-B)) == "−A B");
  CHECK(tidied((-A) * (-B)) == "A B");
  CHECK(tidied(hadamard(-A, -B)) == "A ∘ B");
  CHECK(tidied(2 * (3 * (s * A))) == "6 s A");
  CHECK(tidied(s + 1 + 2 * s + 3) == "3 s + 4");
  CHECK(tidied(s * t + t * s) == "2 s t");
  CHECK(tidied(A * B + B * A) == "A B + B A");
  CHECK(tidied(hadamard(A, B) + hadamard(B, A)) == "A ∘ B + B ∘ A");
}

TEST_CASE_FIXTURE(Matrices, "zeros, ones and identities disappear") {
  CHECK(tidied(A - A) == "0");
  CHECK(tidied(s * t - t * s) == "0");
  CHECK(tidied(0 * A) == "0");
  CHECK(tidied(A * zeros(3, 3)) == "0");
  CHECK(tidied(A + zeros(3, 3)) == "A");
  CHECK(tidied(A * identity(3)) == "A");
  CHECK(tidied(identity(3) * identity(3)) == "I");
  CHECK(tidied(hadamard(A, ones_like(A))) == "A");
  CHECK(tidied(inverse(A) * A * B) == "B");
  CHECK(tidied(A * (B + identity(3))) == "A (B + I)");
  CHECK(tidied(A - transpose(transpose(A))) == "0");
}

TEST_CASE_FIXTURE(Matrices, "transposes go to the leaves, and symmetric matrices lose theirs") {
  CHECK(tidied(transpose(A * B)) == "Bᵀ Aᵀ");
  CHECK(tidied(transpose(transpose(A) * B + C)) == "Bᵀ A + Cᵀ");
  CHECK(tidied(transpose(S)) == "S");
  CHECK(tidied(transpose(A * S * transpose(A))) == "A S Aᵀ");
  CHECK(tidied(transpose(inverse(transpose(A)))) == "A⁻¹");
  CHECK(tidied(trace(transpose(A))) == "tr(A)");
  CHECK(tidied(transpose(s)) == "s");
}

TEST_CASE_FIXTURE(Matrices, "scalars lead their products and stay with their terms") {
  CHECK(tidied(A * s * B * t) == "s t A B");
  CHECK(tidied(hadamard(s * A, t * B)) == "s t (A ∘ B)");
  CHECK(tidied(v * transpose(w) * s) == "s v wᵀ");
  CHECK(tidied(s * A + s * B) == "s A + s B");
  CHECK(tidied(trace(s * identity(1))) == "s");
}

TEST_CASE_FIXTURE(Matrices, "factors that lead or trail several terms are taken out") {
  CHECK(tidied(A * B - A * C) == "A (B − C)");
  CHECK(tidied(A * B + C * B) == "(A + C) B");
  CHECK(tidied(s * A * B - s * A * C) == "s A (B − C)");
  CHECK(tidied(2 * A * B - 2 * A * C) == "2 A (B − C)");
  CHECK(tidied(2 * A * B + 4 * A * C) == "2 A B + 4 A C");  // the numbers differ
  CHECK(tidied(s * A * B + t * A * C) == "s A B + t A C");
  CHECK(tidied(A * B * v + A * C * v) == "A (B + C) v");
  CHECK(tidied(-1 * A * B - A * C) == "−A (B + C)");
  CHECK(tidied(hadamard(A, B) + hadamard(A, C)) == "A ∘ (B + C)");
  CHECK(tidied(A * B + A) == "A B + A");  // no identity is introduced
}

TEST_CASE_FIXTURE(Matrices, "a scalar added to every entry is not multiplied out") {
  CHECK(tidied((1 + A) * B) == "(1 + A) B");
  CHECK(tidied((s + A) * B) == "(s + A) B");
  CHECK(tidied(C * (transpose(v) * w + A)) == "C (vᵀ w + A)");
  CHECK(tidied(hadamard(1 + A, B)) == "(1 + A) ∘ B");
  CHECK(tidied(transpose(s + A)) == "s + Aᵀ");
  const Expr row = variable("r", 1, 3);
  CHECK(tidied(row + row * v) == "r + r v");  // r v is a scalar: r is no common factor
  CHECK(tidied((transpose(v) * w) * identity(3)) == "vᵀ w I");
}

TEST_CASE_FIXTURE(Matrices, "names are kept and not looked into") {
  const Expr N = named("N", A * B);
  CHECK(tidied(N * C + N * A) == "N (C + A)");
  CHECK(tidied(N + A * B) == "N + A B");
  CHECK(tidied(transpose(N)) == "Nᵀ");
  CHECK(tidied(N - N) == "0");
  CHECK(tidied(transpose(named("M", A * transpose(A)))) == "M");
  const Expr tidied_name = tidy(N * C);
  CHECK(tidied_name.input(0).symbol() == "N");
  CHECK(to_text(tidied_name.input(0).input(0)) == "A B");
}

TEST_CASE_FIXTURE(Matrices, "what is used several times is not taken apart") {
  const Expr Q = A * B + C;
  CHECK(tidied(Q * v + Q * w) == "(A B + C) (v + w)");
  CHECK(tidied(Q * Q) == "t₁ t₁  where t₁ = A B + C");
  CHECK(tidied(Q - Q) == "0");
}

TEST_CASE_FIXTURE(Matrices, "several expressions are tidied together and share their parts") {
  const std::vector<Expr> both = tidy(std::vector{exp(A * B) + C, transpose(transpose(exp(A * B)))});
  CHECK(both[0].input(0) == both[1]);
}

TEST_CASE("products of sums stay bounded") {
  std::vector<Expr> sums;
  for (int i = 0; i < 14; ++i) sums.push_back(variable("A", 2, 2) + variable("B", 2, 2));
  CHECK(tidy_size(product(sums)) <= 100);
  Expr nested = sums[0];
  for (const Expr& sum : sums) nested = nested * sum;
  CHECK(tidy_size(nested) <= 500);
  Expr powers = sums[0];
  for (int i = 0; i < 30; ++i) powers = powers * powers + sums[1];
  CHECK(tidy_size(powers) <= 500);
  Expr sandwich = sums[0];
  for (int i = 0; i < 30; ++i) sandwich = transpose(sandwich) * sums[1] * sandwich + sums[2];
  CHECK(tidy_size(sandwich) <= 1000);
}

TEST_CASE("the size grows in proportion to the length of a chain") {
  const Expr W = variable("W", 3, 3), b = variable("b", 3), x = variable("x", 3);
  const auto layers = [&](int length) {
    Expr y = x;
    for (int i = 0; i < length; ++i) y = hadamard(W * y + b, y) - 0.5 * transpose(W) * y;
    return y;
  };
  const auto sums = [&](int length) {
    Expr y = x;
    for (int i = 0; i < length; ++i) y = W * (y + b);
    return y;
  };
  CHECK(tidy_size(layers(200)) <= 2 * tidy_size(layers(100)) + 10);
  CHECK(tidy_size(gradient(sum(layers(200)), x)) <= 2 * tidy_size(gradient(sum(layers(100)), x)) + 10);
  CHECK(tidy_size(sums(200)) <= 2 * tidy_size(sums(100)) + 10);
}

}  // namespace matgrad::tests
