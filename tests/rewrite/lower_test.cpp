#include "matgrad/autodiff/rewrite/lower.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/tape/record.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

/// The tape of the lowered outputs. Also checks that their values are kept and that they do not cost more.
std::string lowered(const std::vector<Expr>& inputs, const std::vector<Expr>& outputs) {
  std::vector<Followed> names;
  Graph graph(outputs);
  lower(graph, names);
  std::vector<Expr> all(graph.roots().begin(), graph.roots().end());
  CHECK(total_cost(all) <= total_cost(merge(outputs)));
  const std::string text = to_text(record(inputs, all, {}, names));
  all.insert(all.end(), outputs.begin(), outputs.end());
  const auto values = values_in_domain(all, 1);
  for (std::size_t i = 0; i < outputs.size(); ++i)
    CHECK(relative_difference(values[i], values[i + outputs.size()]) < 1e-14);
  return text;
}

/// How much the lowered outputs compute, however it is divided among instructions of one kind or another.
std::string computed(const std::vector<Expr>& inputs, const std::vector<Expr>& outputs) {
  lowered(inputs, outputs);
  const std::vector<Expr> all = lower(outputs);
  return counted(record(inputs, all, {}, {}).instructions.size(), "instruction") + ", " +
         std::to_string(static_cast<long>(total_cost(all))) + " operations";
}

struct Leaves {
  Expr A = variable("A", 4, 5), B = variable("B", 5, 6), C = variable("C", 6, 4), D = variable("D", 4, 6);
  Expr W = variable("W", 3, 6), x = variable("x", 6), y = variable("y", 6);
  Expr u = variable("u", 4), v = variable("v", 4), s = variable("s", 1), t = variable("t", 1);
};

}  // namespace

TEST_CASE_FIXTURE(Leaves, "the tied autoencoder needs matrix-vector products only") {
  for (const Expr& reconstruction : {transpose(W) * (W * x), (transpose(W) * W) * x}) {
    const Expr K = named("K", reconstruction - x), L = 0.5 * squared_norm(K);
    CHECK(computed({W, x}, {L, gradient(L, W)}) == "6 instructions, 199 operations");
  }
}

TEST_CASE_FIXTURE(Leaves, "a shared product is dissolved where its users need less without it") {
  const Expr G = transpose(W) * W;
  CHECK(computed({W, x, y}, {G * x, G * y}) == "4 instructions, 144 operations");
  CHECK(computed({W, x}, {G * x, G}) == "2 instructions, 288 operations");
}

TEST_CASE_FIXTURE(Leaves, "a shared product that a sum needs too is computed once") {
  const Expr M = A * B;
  CHECK(computed({A, B, D}, {M + D, hadamard(M, D)}) == "3 instructions, 336 operations");
  const Expr N = C * D;  // 6×6
  CHECK(computed({C, D}, {0.5 * N + 0.5 * transpose(N)}) == "2 instructions, 396 operations");
}

TEST_CASE_FIXTURE(Leaves, "products are multiplied in the cheapest order") {
  for (const Expr& expr : {(A * B) * x, A * (B * x)})
    CHECK(computed({A, B, x}, {expr}) == "2 instructions, 100 operations");
}

TEST_CASE_FIXTURE(Leaves, "sums are multiplied out or factored, whichever costs less") {
  const Expr P = variable("P", 4, 5), w = variable("w", 5), Q = variable("Q", 5, 6);
  CHECK(computed({A, P, w}, {(A + P) * w}) == "2 instructions, 100 operations");
  CHECK(computed({A, B, Q}, {A * B + A * Q}) == "2 instructions, 330 operations");
  CHECK(computed({A, B, D, x}, {(A * B + D) * x}) == "3 instructions, 148 operations");
}

TEST_CASE_FIXTURE(Leaves, "a product is added to what is there already") {
  CHECK(computed({A, B, D}, {2 * (A * B) - D}) == "1 instruction, 264 operations");
  CHECK(computed({u, x, v, y}, {u * transpose(x) + 2 * v * transpose(y)}) == "1 instruction, 96 operations");
}

TEST_CASE_FIXTURE(Leaves, "transposes are not formed in products") {
  CHECK(computed({A, B, C}, {transpose(C) * transpose(A * B) * transpose(C)}) == "3 instructions, 592 operations");
}

TEST_CASE_FIXTURE(Leaves, "numbers and scalars go into the product they multiply") {
  CHECK(computed({s, A, B, t}, {s * A * (2 * B) * t}) == "1 instruction, 240 operations");
}

TEST_CASE_FIXTURE(Leaves, "scalars that are added to every entry are added up first") {
  CHECK(computed({u, v, D, s}, {D + s * (transpose(u) * v)}) == "2 instructions, 80 operations");
  CHECK(computed({s, D, t}, {s + D + t}) == "2 instructions, 75 operations");
}

TEST_CASE_FIXTURE(Leaves, "traces need no product of matrices, nor a shared one a second time") {
  const Expr M = A * (B * C);
  CHECK(lowered({A, B, C}, {trace(M)}).find("⟨") != std::string::npos);
  CHECK(lowered({A, B, C}, {trace(M), M}).find("⟨") == std::string::npos);
  CHECK(lowered({s, A, B, C}, {trace(s * A * (B * C))}).find("⟨") != std::string::npos);
  CHECK(lowered({D, s}, {sum(hadamard(D, s * D))}).find("∘") == std::string::npos);
}

TEST_CASE_FIXTURE(Leaves, "a number multiplied in for several users is not taken out again") {
  const Expr N = -D;
  CHECK(lowered({D}, {hadamard(N, sigmoid(N))}) ==
        "inputs D (4×6)\n"
        "  v₁ = −D       4×6\n"
        "  v₂ = σ(v₁)    4×6\n"
        "  v₃ = v₁ ∘ v₂  4×6\n"
        "outputs v₃\n");
}

TEST_CASE_FIXTURE(Leaves, "a shared zero stays zero") {
  const Expr zero = s - s;
  CHECK(lowered({s, D}, {hadamard(zero + D, zero)}) ==
        "inputs s (1×1), D (4×6)\n"
        "  c₁ = 0  4×6  constant\n"
        "outputs c₁\n");
}

TEST_CASE("a chain of 30 factors and a column needs matrix-vector products only") {
  constexpr Index n = 4;
  std::vector<Expr> factors;
  for (int i = 0; i < 30; ++i) factors.push_back(variable("A" + std::to_string(i), n, n));
  factors.push_back(variable("x", n));
  const std::vector<Expr> chain{product(factors)};
  lowered(factors, chain);
  CHECK(total_cost(lower(chain)) == 30 * 2 * n * n);
  std::vector<Expr> reversed{transpose(factors.back())};
  reversed.insert(reversed.end(), factors.begin(), factors.end() - 1);
  const std::vector<Expr> row{product(reversed)};
  lowered(factors, row);
  CHECK(total_cost(lower(row)) == 30 * 2 * n * n);
}

TEST_CASE("a chain of 30 factors that narrows in the middle is split there") {
  std::vector<Expr> factors;
  for (int i = 0; i < 30; ++i)
    factors.push_back(variable("A" + std::to_string(i), i == 15 ? 1 : 6, i == 14 ? 1 : 6));
  const std::vector<Expr> chain{product(factors)};
  lowered(factors, chain);
  const double best = 14 * 2 * 36 + 14 * 2 * 36 + 2 * 36;
  CHECK(total_cost(lower(chain)) <= 3 * best);  // windows of 24 need not find the best split
}

}  // namespace matgrad::tests
