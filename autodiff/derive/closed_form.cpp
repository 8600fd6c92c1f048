#include "matgrad/autodiff/derive/closed_form.hpp"

#include <unordered_map>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/node_count.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_definition = 300;  // nodes of what a name stands for

/// Where a rule uses the value of an operation that a name stands for, the name is written: h ∘ (1 − h).
Expr with_names_of(const Expr& loss, const Expr& gradient) {
  std::unordered_map<const Node*, Expr> name_of;
  const Graph graph(loss);
  for (const Expr& node : graph.nodes())
    if (is_named(node) && !node.input(0).is_leaf()) name_of.emplace(node.input(0).id(), node);
  const auto by_name = [&name_of](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const auto name = name_of.find(node.id());
    return name == name_of.end() ? with_inputs(node, std::move(inputs)) : name->second;
  };
  return rebuilt({gradient}, by_name).front();
}

/// The expression among interned ones; names stay what they are.
Expr merged(const Expr& expr, Interner& interner) {
  const auto intern = [&interner](const Expr& node, std::vector<Expr> inputs) {
    return is_named(node) ? node : interner.intern(with_inputs(node, std::move(inputs)));
  };
  return rebuilt({expr}, intern).front();
}

/// Where a tidy formula holds what a name of the loss stands for, the name.
Expr with_known_names(const Expr& loss, const Expr& formula) {
  const Graph graph(loss);
  Interner interner;
  std::unordered_map<const Node*, Expr> name_of;
  for (const Expr& node : graph.nodes()) {
    if (!is_named(node) || node.input(0).inputs().empty()) continue;
    if (has_more_nodes(node.input(0), longest_definition)) continue;
    name_of.emplace(merged(tidy(node.input(0)), interner).id(), node);
  }
  if (name_of.empty()) return formula;
  const auto by_name = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const Expr same = interner.intern(with_inputs(node, std::move(inputs)));
    const auto name = name_of.find(same.id());
    return name == name_of.end() ? same : name->second;
  };
  const Expr result = rebuilt({formula}, by_name).front();
  return result == formula ? formula : tidy(result);
}

}  // namespace

Expr raw_gradient(const GradientQuestion& question, const Expr& x) {
  const std::optional<Expr> total = Adjoints(question.loss, question.upstream, std::vector{x}).total(x);
  return total ? of_declared_kind(with_names_of(question.loss, *total), x) : zeros_like(x);
}

Expr closed_form(const GradientQuestion& question, const Expr& x) {
  return simplest_terms_first(with_known_names(question.loss, tidy(raw_gradient(question, x))));
}

}  // namespace matgrad
