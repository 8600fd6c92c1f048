#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/selection.hpp>
#include <matgrad/autodiff/rewrite/instructions.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

/// How often each operation is among the lowered `exprs`, whose values are kept at no greater cost.
std::map<std::string, int> lowered(const std::vector<Expr>& exprs) {
  std::vector<Expr> all = lower(exprs);
  CHECK(total_cost(all) <= total_cost(merge(exprs)));
  std::map<std::string, int> counts;
  const Graph graph(all);
  for (const Expr& node : graph.nodes()) ++counts[std::string(node.op().name())];
  all.insert(all.end(), exprs.begin(), exprs.end());
  const auto values = values_in_domain(all, 1);
  for (std::size_t i = 0; i < exprs.size(); ++i)
    CHECK(relative_difference(values[i], values[i + exprs.size()]) < 1e-14);
  return counts;
}

/// The sum of the norms of the columns of tanh X, one after another.
Expr by_columns(const Expr& X) {
  std::vector<Expr> norms;
  for (Index j = 0; j < X.cols(); ++j) norms.push_back(squared_norm(tanh(slice(X, 0, j, X.rows(), 1))));
  return weighted_sum(std::vector<double>(norms.size(), 1), norms);
}

}  // namespace

TEST_CASE("the adjoints of all columns are assembled once") {
  const Expr X = variable("X", 5, 7);
  std::map<std::string, int> counts = lowered({gradient(by_columns(X), X)});
  CHECK(counts["assembly"] == 1);
  CHECK(counts["place"] == 0);
}

TEST_CASE("work and memory of parts are linear in their number") {
  const auto of = [](Index columns) {
    const Expr X = variable("X", 50, columns), loss = by_columns(X);
    return Function({X}, gradient(loss, X));
  };
  const auto few = of(10), many = of(100);
  CHECK(many.tape().instructions.size() <= 10 * few.tape().instructions.size());
  CHECK(many.plan().bytes <= 11 * few.plan().bytes);
  const auto cost = [](const auto& f) {
    double flops = 0;
    for (const Tape::Instruction& instruction : f.tape().instructions)
      flops += instruction.expr.op().cost(instruction.expr);
    return flops;
  };
  CHECK(cost(many) <= 10 * cost(few));
  const Expr X = variable("X", 50, 100);
  CHECK(cost(many) <= 2 * cost(Function({X}, gradient(squared_norm(tanh(X)), X))));
}

TEST_CASE("what is placed at one position is one piece, and anything else is what the pieces are added to") {
  const Expr X = variable("X", 4, 4), B = variable("B", 2, 2), C = variable("C", 2, 2), s = variable("s", 1);
  std::map<std::string, int> counts = lowered({place(B, 1, 1, X) + place(C, 1, 1, X)});
  CHECK(counts["assembly"] == 1);
  CHECK(counts["sum_of"] == 1);
  const Expr overlapping = X + 2 * place(B, 0, 0, X) - s * place(C, 1, 1, X);
  counts = lowered({overlapping});
  CHECK(counts["assembly"] == 1);
  CHECK(counts["place"] == 0);
  CHECK(counts["X"] == 0);
  CHECK(lowered({place(B, 0, 0, X) + 3.0})["assembly"] == 1);
  CHECK(lowered({place(B, 0, 0, X) + X * X})["assembly"] == 1);
  const Expr x = variable("x", 4), first = slice(x, 0, 0, 1, 1);
  CHECK(lowered({gradient(first * first + exp(slice(x, 2, 0, 1, 1)), x)})["assembly"] == 1);
}

TEST_CASE("what is placed for several users is placed once for all of them") {
  const Expr A = variable("A", 3, 5), s = variable("s", 1), G = variable("G", 2, 3);
  const Expr z = slice(s * A, 1, 2, 2, 3);
  const std::vector<Expr> gradients = gradient(z, std::vector{A, s}, G);
  CHECK(lowered(gradients)["place"] == 1);
}

TEST_CASE("adjoints of gathered rows and columns, and of parts of concatenations, are assembled too") {
  const Expr X = variable("X", 6, 3), Y = variable("Y", 6, 2);
  const Expr loss = squared_norm(gather_rows(X, {1, 1, 4})) + sum(exp(gather_rows(X, {0, 4}))) +
                    squared_norm(gather_columns(X, {2, 2}));
  std::map<std::string, int> counts = lowered({gradient(loss, X)});
  CHECK(counts["assembly"] == 1);
  CHECK(counts["scatter_add_rows"] == 0);
  const Expr Z = variable("Z", 6, 5);
  const Expr of_parts =
      squared_norm(tanh(horizontal_part(Z, 0, {X, Y}))) + squared_norm(exp(horizontal_part(Z, 1, {X, Y})));
  counts = lowered({gradient(of_parts, Z)});
  CHECK(counts["assembly"] == 1);
  CHECK(counts["concatenate_horizontally"] == 0);
}

TEST_CASE("an assembly means a sum of what is placed") {
  const Expr B = variable("B", 2, 2), C = variable("C", 1, 4), X = variable("X", 4, 4);
  const std::vector<PlacedPiece> pieces{{{PartPlace::Kind::block, 1, 0, {}}, B},
                                        {{PartPlace::Kind::rows, 0, 0, {2}}, C}};
  const Expr whole = assembly(pieces, {4, 4}, X);
  const auto values = values_in_domain({whole, meaning_of(whole)}, 3);
  CHECK(relative_difference(values[0], values[1]) < 1e-15);
  CHECK(whole.op().label() == "assembly[2, + C]");
  CHECK(assembly(pieces, {4, 4}, std::nullopt).op().label() == "assembly[2]");
}

TEST_CASE("blocks of constants, of blocks and of what was placed are taken without the whole") {
  const Expr X = variable("X", 4, 4), B = variable("B", 2, 2), s = variable("s", 1);
  const auto entry = [](const Expr& a, Index i, Index j) { return slice(a, i, j, 1, 1); };
  const auto one = [&](const Expr& expr) { return lower({expr}).front(); };
  CHECK(number_value(one(entry(constant(Eigen::MatrixXd{{0, 1}, {2, 3}}), 1, 0))) == 2);
  CHECK(is_zero(one(slice(constant(Eigen::MatrixXd{{0, 0}, {2, 3}}), 0, 0, 1, 2))));
  CHECK(is_ones(one(slice(ones(4, 4), 1, 1, 2, 2))));
  CHECK(is_zero(one(slice(identity(4), 0, 2, 2, 2))));
  CHECK(one(slice(X, 0, 0, 4, 4)) == X);
  CHECK(one(slice(slice(X, 1, 1, 3, 3), 0, 1, 2, 2)).op().label() == "slice[1, 2, 2, 2]");
  CHECK(one(slice(place(B, 1, 1, X), 1, 1, 2, 2)) == B);
  CHECK(is_zero(one(slice(place(B, 1, 1, X), 0, 0, 1, 4))));
  CHECK(one(slice(concatenate_horizontally({B, 2 * B}), 0, 0, 2, 2)) == B);
  CHECK(one(slice(transpose(concatenate_horizontally({B, 2 * B})), 0, 0, 2, 2)).op().name() == "transpose");
  // Of s E₁₁ + 2 E₂₂ an entry is s, 2 or 0, and nothing is left of the matrix.
  const Expr sum = place(s, 0, 0, X) + 2 * place(constant(1), 1, 1, X);
  CHECK(one(entry(sum, 0, 0)) == s);
  CHECK(number_value(one(entry(sum, 1, 1))) == 2);
  CHECK(number_value(one(entry(sum, 0, 1))) == 0);
  CHECK(one(entry(sum, 0, 1) * exp(s) + s) == s);
  lowered({slice(X + place(B, 1, 1, X), 0, 0, 2, 2), slice(X * X, 1, 1, 2, 2)});
}

}  // namespace matgrad::tests
