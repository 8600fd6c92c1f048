#include "instances.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/rewrite/interner.hpp>

namespace matgrad::tests {
namespace {

std::vector<Shape> shapes_for(const Expr& wildcard) {
  const Shape shape = wildcard.shape();
  if (shape.is_scalar()) return {shape};
  if (shape.cols == 1) return {shape, {1, 1}, {5, 1}};
  const Facts facts = wildcard.op().declared_facts();
  const bool square =
      facts.has(Fact::symmetric) || facts.has(Fact::lower_triangular) || facts.has(Fact::upper_triangular);
  if (square) return {shape, {1, 1}, {2, 2}, {4, 4}};
  return {shape, {1, 1}, {2, 2}, {4, 4}, {2, 4}, {4, 2}, {1, 2}, {4, 1}};
}

Expr leaf_like(const Expr& wildcard, Shape shape, Facts facts) {
  return variable(std::string(wildcard.symbol()), shape.rows, shape.cols, facts);
}

bool mixes_scalars_and_matrices(const Expr& expr) {
  const Graph graph(expr);
  return std::ranges::any_of(graph.nodes(), [](const Expr& node) {
    if (!is_product(node) && !is_hadamard(node) && sum_coefficients(node) == nullptr) return false;
    return std::ranges::any_of(node.inputs(), [](const Expr& input) {
      return input.shape().is_scalar() && !number_value(input) && !input.symbol().empty();
    });
  });
}

using Replacements = std::vector<std::pair<Expr, Expr>>;

/// Unlike substitute it lets facts get lost.
std::vector<Expr> with_leaves_replaced(const std::vector<Expr>& exprs, const Replacements& replacements) {
  return rebuilt(exprs, [&](const Expr& node, std::vector<Expr> inputs) {
    for (const auto& [from, to] : replacements)
      if (node == from) return to;
    return with_inputs(node, std::move(inputs));
  });
}

bool fits(const Expr& expr, const Replacements& replacements) {
  try {
    with_leaves_replaced({expr}, replacements);
  } catch (const ShapeError&) {
    return false;
  }
  return true;
}

/// `expr`, written out as a tree, with its `place`-th occurrence of `target` replaced; counts `place` down.
Expr with_occurrence_replaced(const Expr& expr, const Expr& target, int& place, const Expr& replacement) {
  if (expr == target) return place-- == 0 ? replacement : expr;
  std::vector<Expr> inputs;
  for (const Expr& input : expr.inputs())
    inputs.push_back(with_occurrence_replaced(input, target, place, replacement));
  return with_inputs(expr, std::move(inputs));
}

constexpr std::array<Fact, 9> all_facts = {
    Fact::nonnegative,           Fact::positive,          Fact::symmetric,
    Fact::positive_semidefinite, Fact::positive_definite, Fact::lower_triangular,
    Fact::upper_triangular,      Fact::diagonal,          Fact::column_stochastic};

/// The largest sets of facts that lack one of `facts`.
std::vector<Facts> weakened(Facts facts) {
  std::vector<Facts> result;
  for (Fact lost : all_facts) {
    if (!facts.has(lost)) continue;
    Facts rest;
    for (Fact fact : all_facts)
      if (facts.has(fact) && !(rest | fact).has(lost)) rest = rest | fact;
    if (std::ranges::find(result, rest) == result.end()) result.push_back(rest);
  }
  return result;
}

}  // namespace

bool same_structure(const Expr& a, const Expr& b) {
  const std::vector<Expr> merged = merge({a, b});
  return merged[0] == merged[1];
}

std::vector<std::vector<Expr>> instances(const std::vector<Expr>& exprs) {
  std::vector<Replacements> choices{{}};
  for (const Expr& leaf : Graph(exprs).leaves()) {
    std::vector<Replacements> longer;
    for (const Replacements& choice : choices)
      for (const Shape& shape : shapes_for(leaf)) {
        longer.push_back(choice);
        longer.back().emplace_back(leaf, leaf_like(leaf, shape, leaf.op().declared_facts()));
      }
    choices = std::move(longer);
  }
  const bool scalars_belong = mixes_scalars_and_matrices(exprs.front());
  std::vector<std::vector<Expr>> result;
  for (const Replacements& choice : choices) {
    if (!fits(exprs.front(), choice)) continue;
    const Expr first = with_leaves_replaced({exprs.front()}, choice).front();
    if (!scalars_belong && mixes_scalars_and_matrices(first)) continue;
    result.push_back(with_leaves_replaced(exprs, choice));  // where the first is well-formed, all must be
  }
  return result;
}

std::vector<NearMiss> with_a_fact_missing(const Expr& pattern) {
  std::vector<NearMiss> result;
  for (const Expr& leaf : Graph(pattern).leaves())
    for (const Facts& facts : weakened(leaf.op().declared_facts()))
      result.push_back({std::string(leaf.symbol()) + " lacks a fact",
                        with_leaves_replaced({pattern}, {{leaf, leaf_like(leaf, leaf.shape(), facts)}}).front()});
  return result;
}

std::vector<NearMiss> with_unequal_wildcards(const Expr& pattern) {
  std::vector<NearMiss> result;
  for (const Expr& leaf : Graph(pattern).leaves()) {
    const Expr other = leaf_like(leaf, leaf.shape(), leaf.op().declared_facts());
    std::vector<NearMiss> changed;
    for (int k = 0;; ++k) {
      int place = k;
      const Expr expr = with_occurrence_replaced(pattern, leaf, place, other);
      if (place >= 0) break;
      changed.push_back({"another " + std::string(leaf.symbol()) + " at place " + std::to_string(k + 1), expr});
    }
    if (changed.size() > 1) result.insert(result.end(), changed.begin(), changed.end());
  }
  return result;
}

std::vector<NearMiss> with_a_matrix_instead(const Expr& pattern) {
  std::vector<NearMiss> result;
  for (const Expr& leaf : Graph(pattern).leaves()) {
    const Replacements matrix{{leaf, leaf_like(leaf, {3, 3}, leaf.op().declared_facts())}};
    if (leaf.cols() == 1 && fits(pattern, matrix))
      result.push_back(
          {"a matrix for " + std::string(leaf.symbol()), with_leaves_replaced({pattern}, matrix).front()});
  }
  return result;
}

std::vector<NearMiss> with_an_operation_missing(const Expr& pattern) {
  std::vector<NearMiss> result;
  const Graph graph(pattern);
  for (const Expr& node : graph.nodes()) {
    if (node == pattern || node.is_leaf()) continue;
    int place = 0;
    const Expr leaf = variable("X", node.rows(), node.cols());
    result.push_back({"a leaf for " + node.op().label(), with_occurrence_replaced(pattern, node, place, leaf)});
  }
  return result;
}

}  // namespace matgrad::tests
