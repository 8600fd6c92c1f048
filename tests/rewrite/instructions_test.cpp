#include "matgrad/autodiff/rewrite/instructions.hpp"

#include <doctest/doctest.h>

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
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

bool is_instruction(const Expr& node) { return dynamic_cast<const Instruction*>(&node.op()) != nullptr; }

std::vector<Expr> meanings(const std::vector<Expr>& lowered) {
  return rebuilt(lowered, [](const Expr& node, std::vector<Expr> inputs) {
    return meaning_of(with_inputs(node, std::move(inputs)));
  });
}

}  // namespace

TEST_CASE("an instruction means an expression of public functions that has its value") {
  const Expr A = variable("A", 4, 5), B = variable("B", 5, 6), C = variable("C", 4, 6), X = variable("X", 4, 4);
  const Expr S = variable("S", 4, 4, Fact::symmetric), D = variable("D", 4, 4, Fact::diagonal);
  const Expr u = variable("u", 4), v = variable("v", 6), s = variable("s", 1), t = variable("t", 1);
  const std::vector<Expr> outputs{
      A * B,
      2 * s * t * A * B - 3 * C,
      transpose(B) * transpose(A),
      s * u * transpose(v) + 3 * C,
      u * transpose(v) - t * A * B * v * transpose(v) + 2 * C,
      2 * s * t + 5 * s,
      s * transpose(C) + transpose(A * B) + t,
      3 * C + s + t * C - 1,
      inverse(D),
      solve(S, C),
      log_abs_det(S),
      inverse(X),
      solve(X, C),
      solve(transpose(X), C),
      log_abs_det(X),
      gradient(squared_norm(A * B - C), A),
      gradient(log_abs_det(X) + squared_norm(solve(X, u)), X),
  };
  std::vector<Expr> all = outputs;
  const std::vector<Expr> lowered = lower(outputs);
  std::size_t instructions = 0;
  const Graph graph(lowered);
  for (const Expr& node : graph.nodes())
    if (is_instruction(node)) {
      ++instructions;
      all.push_back(node);
      all.push_back(meaning_of(node));
      CHECK(all.back().shape() == node.shape());
      CHECK_FALSE(is_instruction(all.back()));
    }
  CHECK(instructions >= outputs.size());
  const std::vector<Expr> whole = meanings(lowered);
  const Graph public_graph(whole);
  for (const Expr& node : public_graph.nodes()) CHECK_FALSE(is_instruction(node));
  all.insert(all.end(), whole.begin(), whole.end());
  const auto values = values_in_domain(all, 5);
  for (std::size_t i = 0; i < instructions; ++i) {
    CAPTURE(to_text(all[outputs.size() + 2 * i]));
    const std::size_t place = outputs.size() + 2 * i;
    CHECK(relative_difference(values[place], values[place + 1]) <= 1e-14);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i)
    CHECK(relative_difference(values[i], values[outputs.size() + 2 * instructions + i]) <= 1e-14);
}

TEST_CASE("what is no instruction means itself") {
  const Expr A = variable("A", 2, 2);
  CHECK(meaning_of(A) == A);
  const Expr inverted = inverse(A);
  CHECK(meaning_of(inverted) == inverted);
}

TEST_CASE("what an instruction means is printed as a formula") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2), x = variable("x", 2), s = variable("s", 1);
  const auto meaning = [](const Expr& expr) { return to_text(meanings(lower({expr})).front()); };
  CHECK(meaning(transpose(A) * B) == "Aᵀ B");
  CHECK(meaning(2 * A * B - A) == "2 A B − A");
  CHECK(meaning(s * x * transpose(x)) == "s x xᵀ");
  CHECK(meaning(inverse(A * transpose(A))) == "(A Aᵀ)⁻¹");
}

}  // namespace matgrad::tests
