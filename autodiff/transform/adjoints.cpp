#include "matgrad/autodiff/transform/adjoints.hpp"

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

/// Which nodes lie between y and a wanted expression.
std::vector<bool> on_a_path(const Graph& graph, std::span<const Expr> wanted) {
  std::vector<bool> needed(graph.size(), false);
  for (const Expr& x : wanted)
    if (graph.contains(x)) needed[graph.position(x)] = true;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    for (std::size_t k = 0; k < node.inputs().size() && !needed[i]; ++k)
      if (needed[graph.position(node.input(k))] && node.op().passes_adjoint(k)) needed[i] = true;
  }
  return needed;
}

Expr added_up(const std::vector<Contribution>& contributions) {
  if (contributions.size() == 1) return contributions.front().value;
  std::vector<Expr> terms;
  for (const Contribution& c : contributions) terms.push_back(c.value);
  std::vector<double> coefficients(terms.size(), 1.0);
  return weighted_sum(std::move(coefficients), std::move(terms));
}

}  // namespace

Adjoints::Adjoints(const Expr& y, const Expr& seed, std::span<const Expr> wanted, const Observer& observer) {
  if (seed.shape() != y.shape())
    throw ShapeError("the seed " + described(seed) + " must have the shape of " + described(y));
  const Graph graph(y);
  kept_alive_.assign(graph.nodes().begin(), graph.nodes().end());
  const std::vector<bool> needed = on_a_path(graph, wanted);
  std::vector<Entry> entries(graph.size());
  for (std::size_t i = graph.size(); i-- > 0;) {
    const Expr& node = graph.nodes()[i];
    Entry& entry = entries[i];
    if (node == y)
      entry.total = seed;
    else if (needed[i] && !entry.contributions.empty())
      entry.total = added_up(entry.contributions);
    if (!needed[i] || !entry.total) continue;
    if (observer) entry.total = observer(node, *entry.total);
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      const std::size_t j = graph.position(node.input(k));
      if (!needed[j] || !node.op().passes_adjoint(k)) continue;
      Expr value = contribution(node, k, *entry.total);
      if (!is_zero(value)) entries[j].contributions.push_back({node, k, std::move(value)});
    }
  }
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (needed[i]) entries_.emplace(graph.nodes()[i].id(), std::move(entries[i]));
}

const std::vector<Contribution>& Adjoints::contributions(const Expr& x) const {
  static const std::vector<Contribution> none;
  const auto found = entries_.find(x.id());
  return found == entries_.end() ? none : found->second.contributions;
}

std::optional<Expr> Adjoints::total(const Expr& x) const {
  const auto found = entries_.find(x.id());
  return found == entries_.end() ? std::nullopt : found->second.total;
}

}  // namespace matgrad
