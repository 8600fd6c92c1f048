#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad.hpp"
#include "support/error_text.hpp"

// Gradients as one would write them.

namespace matgrad::tests {
namespace {

struct Case {
  std::string formula, variable, gradient;
};

void check_gradients(const std::vector<Case>& cases) {
  for (const Case& it : cases) {
    const ProgramRun run = matgrad({"gradient", it.formula, "--wrt", it.variable});
    CHECK_MESSAGE(has(run.output, "∂L/∂" + it.variable + " = " + it.gradient + "  ("), it.formula, "\n",
                  run.output);
  }
}

}  // namespace

TEST_CASE("an entry is written with its position in square brackets") {
  check_gradients({{"x: 3; x[0]^2", "x", "place[0, 0](2 x[0], x)"},
                   {"x: 3; x(1)*x(2)", "x", "place[1, 0](x[0], x) + place[0, 0](x[1], x)"},
                   {"M: 3x4; M(1,2)^2", "M", "place[0, 1](2 M[0, 1], M)"},
                   {"r: 1x3; r(3)^2", "r", "place[0, 2](2 r[2], r)"},
                   {"A: 3x3; x: 3; K = A*x; K(2)^2", "K", "place[1, 0](2 K[1], K)"}});
  CHECK(has(matgrad({"gradient", "x: 3; x(1)*x(2)", "--format", "latex"}).output, "x_{1}"));
  CHECK(has(matgrad({"gradient", "M: 3x4; M(1,2)^2", "--format", "latex"}).output, "M_{12}"));
  CHECK(has(matgrad({"gradient", "x: 12; x(11)^2", "--format", "latex"}).output, "x_{11}"));
  CHECK(has(matgrad({"gradient", "M: 12x4; M(11,2)^2", "--format", "latex"}).output, "M_{11,2}"));
}

TEST_CASE("numbers are reduced over sizes") {
  check_gradients({{"X: 2x3; mean(X)^2", "X", "(mean(X) / 3) 1"},
                   {"x: 3; mean(x)^2", "x", "2 (mean(x) / 3) 1"},
                   {"x: 4; variance(x)", "x", "2 ((x − mean(x)) / (4 − 1))"},
                   {"x: 4; variance[biased](x)", "x", "½ (x − mean(x))"},
                   {"x: 4; mean(x.^4)", "x", "x.^3"},
                   {"A: 3x2; sum(row_standard_deviations(A))", "A",
                    "(A − columns(row_means(A), A)) ./ ((2 − 1) columns(row_standard_deviations(A), A))"}});
}

TEST_CASE("sums and diagonals of ones are counted") {
  check_gradients({{"X: 3x4; sum(a + X)", "a", "12"},
                   {"X: 3x4; b: 3; sum(columns(b, X))", "b", "4 1"},
                   {"X: 3x4; b: 4; sum(rows(b', X))", "b", "3 1ᵀ"},
                   {"x: 3; sum(diag(x))", "x", "1"},
                   {"x: 3; A: 3x3; sum(x(1)*A)", "x", "place[0, 0](sum(A), x)"},
                   {"x: 3; A: 3x3; sum(diag(x)*A)", "x", "row_sums(A)"},
                   {"x: 3; A: 3x3; sum(A*diag(x))", "x", "column_sums(A)ᵀ"}});
}

TEST_CASE("what flows to a part of a decomposition is not packed and taken out again") {
  check_gradients({{"x: 3; max(x)", "x", "scatter_add_along_columns(1, column_argmax(x), x)"},
                   {"x: 3; min(x)", "x", "scatter_add_along_columns(1, column_argmin(x), x)"}});
  for (const std::string function : {"eigenvectors", "eigenvalues", "singular_values", "orthogonal_factor"}) {
    const ProgramRun run = matgrad({"gradient", "A: 3x3 symmetric; sum(" + function + "(A).^2)"});
    CHECK_MESSAGE(!has(run.output, "place_" + function), run.output);
  }
  const ProgramRun wide = matgrad({"eval", "A: 2x3; B: 3x3; place_triangular_factor(B, A)"});
  CHECK(wide.status == 2);
  CHECK(has(wide.errors, "A (2×3) has no decomposition qr; it needs at least as many rows as columns"));
}

TEST_CASE("repeated scalars are powers") {
  check_gradients({{"w: 3; x: 3; p = w'*x; q = sigmoid(p); q^2", "p", "2 q² (1 − q)"},
                   {"a*a*b*b*b", "b", "3 a² b²"},
                   {"x: 3; K = 2*x; sum(K.^3.*K)", "x", "8 K.^3"}});
}

TEST_CASE("the paths of a derivation are written alike") {
  const std::string determinant = matgrad({"derive", "X: 4x3; log(det(X'*X))"}).output;
  CHECK(has(determinant, "path 2 = X (∂L/∂t₁)ᵀ = X (Xᵀ X)⁻¹ "));
  CHECK(!has(determinant, "cofactor(Xᵀ X)ᵀ"));
  const std::string named = matgrad({"derive", "x: 3; p = 2*x; q = sigmoid(p); sum(q.*q)"}).output;
  CHECK(has(named, "∂L/∂p = (∂L/∂q) ∘ q ∘ (1 − q) = 2 (q.^2 ∘ (1 − q))"));
  CHECK(!has(named, "σ(p) ∘"));
}

}  // namespace matgrad::tests
