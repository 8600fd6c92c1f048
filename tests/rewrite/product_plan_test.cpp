#include "matgrad/autodiff/rewrite/product_plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

struct Spelling {
  std::string name;
  Expr loss;
};

/// Losses of W (m×n, m < n) and x (n×columns) that contain WᵀW.
struct Reconstructions {
  Reconstructions(Index m, Index n, Index columns)
      : W(variable("W", m, n)), x(variable("x", n, columns)), b(variable("b", n, columns)) {}

  Expr bracketed() const { return 0.5 * squared_norm(transpose(W) * (W * x) - x); }

  std::vector<Spelling> nine_spellings() const {
    const Expr K = transpose(W) * W * x - x, P = named("P", transpose(W) * W), I = identity(W.cols());
    return {{"unnamed", 0.5 * squared_norm(K)},
            {"K named", 0.5 * squared_norm(named("K", K))},
            {"P named", 0.5 * squared_norm(P * x - x)},
            {"identity", 0.5 * squared_norm((transpose(W) * W - I) * x)},
            {"turned round", 0.5 * squared_norm(x - transpose(W) * W * x)},
            {"product", 0.5 * trace(transpose(K) * K)},
            {"inner product", 0.5 * dot(K, K)},
            {"sum of squares", 0.5 * sum(square(K))},
            {"norm", norm(K)}};
  }

  std::vector<Spelling> relatives() const {
    const Expr P = transpose(W) * W, s = variable("s", 1, 1), K = P * x - b;
    return {{"ridge", 0.5 * squared_norm((P + s * identity(W.cols())) * x - b)},
            {"normal equations", squared_norm(P * x - b)},
            {"quadratic form", trace(transpose(x) * P * x)},
            {"twice", squared_norm(P * P * x - x)},
            {"nonlinear", squared_norm(tanh(P * x) - x)},
            {"two terms", squared_norm(K) + sum(P * x)},
            {"outer products", 0.5 * trace(K * transpose(K))},
            {"logarithm", log(1 + squared_norm(K))}};
  }

  std::vector<Expr> lowered(const Expr& loss) const { return lower({loss, gradient(loss, W)}); }

  Expr W, x, b;
};

bool has_square_matrix(const std::vector<Expr>& exprs, Index n) {
  const Graph graph(exprs);
  return std::ranges::any_of(graph.nodes(), [n](const Expr& node) { return node.shape() == Shape{n, n}; });
}

/// Sums and products, some of them transposed or used again, of matrices with few and with many rows or columns.
Expr random_products(unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&random](std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
  };
  constexpr Index sizes[] = {1, 2, 9, 30};
  std::vector<Expr> parts;
  for (const Index rows : sizes)
    for (const Index cols : sizes)
      if (rows != cols || below(2) == 0) parts.push_back(variable("A" + std::to_string(parts.size()), rows, cols));
  for (int step = 0; step < 14; ++step) {
    const auto any = [&] {
      const Expr& part = parts[parts.size() - 1 - below(std::min<std::size_t>(parts.size(), 20))];
      return below(3) == 0 ? transpose(part) : part;
    };
    const Expr a = any(), b = any();
    if (a.shape() == b.shape() && below(2) == 0)
      parts.push_back(below(2) == 0 ? a + b : 2 * a - b);
    else if (a.cols() == b.rows() && a.shape().size() > 1 && b.shape().size() > 1)
      parts.push_back(a * b);
    else if (a.shape() == b.shape())
      parts.push_back(hadamard(a, b));
    else if (a.rows() == b.rows())
      parts.push_back(transpose(a) * b);
    else
      parts.push_back(a + a * transpose(a) * a);
  }
  return parts.back();
}

}  // namespace

TEST_CASE("no square matrix is computed for a reconstruction, however it is written") {
  for (const Index columns : {1, 3}) {
    const Reconstructions of(8, 60, columns);
    const double best = total_cost(of.lowered(of.bracketed()));
    for (const Spelling& spelling : of.nine_spellings()) {
      CAPTURE(spelling.name);
      CAPTURE(columns);
      const std::vector<Expr> lowered = of.lowered(spelling.loss);
      CHECK(!has_square_matrix(lowered, 60));
      CHECK(total_cost(lowered) <= 1.1 * best);
    }
    for (const Spelling& spelling : of.relatives()) {
      CAPTURE(spelling.name);
      CAPTURE(columns);
      CHECK(!has_square_matrix(of.lowered(spelling.loss), 60));
    }
  }
}

TEST_CASE("the square matrix is computed where that is cheaper: with more samples than entries") {
  const Reconstructions of(30, 40, 400);
  const auto spellings = of.nine_spellings();
  for (const Spelling& spelling : spellings) {
    CAPTURE(spelling.name);
    const std::vector<Expr> outputs{spelling.loss, gradient(spelling.loss, of.W)}, lowered = lower(outputs);
    CHECK(total_cost(lowered) <= total_cost(merge(outputs)));
    CHECK(total_cost(lowered) <= 1.1 * total_cost(of.lowered(of.bracketed())));
  }
}

TEST_CASE("lowering sums of products keeps their values and never costs more operations") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Expr expr = random_products(seed);
    const Expr loss = squared_norm(expr);
    const std::vector<Expr> leaves = Graph(loss).leaves();
    std::vector<Expr> outputs{loss, gradient(loss, leaves.front()), gradient(loss, leaves.back())};
    const std::vector<Expr> lowered = lower(outputs);
    CHECK(total_cost(lowered) <= total_cost(merge(outputs)));
    std::vector<Expr> all = outputs;
    all.insert(all.end(), lowered.begin(), lowered.end());
    const auto values = values_in_domain(all, seed);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      CHECK(relative_difference(values[i], values[i + outputs.size()]) < 1e-13);
  }
}

}  // namespace matgrad::tests
