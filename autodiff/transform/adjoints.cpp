#include "matgrad/autodiff/transform/adjoints.hpp"

#include <utility>

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

std::optional<Expr> added_up(const std::vector<Contribution>& contributions, const std::vector<Expr>& beside) {
  std::vector<Expr> terms;
  for (const Contribution& c : contributions) terms.push_back(c.value);
  terms.insert(terms.end(), beside.begin(), beside.end());
  if (terms.size() < 2) return terms.empty() ? std::nullopt : std::optional(terms.front());
  std::vector<double> coefficients(terms.size(), 1.0);
  return weighted_sum(std::move(coefficients), std::move(terms));
}

SweepHooks with_given(const std::optional<GivenAdjoint>& upstream, SweepHooks hooks) {
  if (upstream)
    hooks.finished = [&given = *upstream, finished = std::move(hooks.finished)](const Expr& node,
                                                                                const Expr& found) {
      if (node == given.node) return given.adjoint;
      return finished ? finished(node, found) : found;
    };
  return hooks;
}

}  // namespace

Adjoints::Adjoints(const Expr& loss, const std::optional<GivenAdjoint>& upstream, std::span<const Expr> wanted,
                   const SweepHooks& hooks)
    : Adjoints(loss, upstream && upstream->node == loss ? upstream->adjoint : constant(1.0), wanted,
               with_given(upstream, hooks)) {}

Adjoints::Adjoints(const Expr& y, const Expr& seed, std::span<const Expr> wanted, const SweepHooks& hooks)
    : graph_(y), entries_(graph_.size()) {
  if (seed.shape() != y.shape())
    throw ShapeError("the seed " + described(seed) + " must have the shape of " + described(y));
  const Marks needed = with_nodes_above(graph_, marks_of(graph_, wanted), &Op::passes_adjoint);
  for (std::size_t i = graph_.size(); i-- > 0;) {
    const Expr& node = graph_.nodes()[i];
    Entry& entry = entries_[i];
    if (node == y)
      entry.total = seed;
    else if (needed[i])
      entry.total = added_up(entry.contributions, entry.beside);
    if (!needed[i] || !entry.total) continue;
    if (hooks.finished) entry.total = hooks.finished(node, *entry.total);
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      const std::size_t j = graph_.inputs(i)[k];
      if (!needed[j] || !node.op().passes_adjoint(k)) continue;
      Expr value = contribution(node, k, *entry.total);
      if (!is_zero(value)) entries_[j].contributions.push_back({node, k, std::move(value)});
    }
    if (!hooks.beside) continue;
    for (SweepFlow& flow : hooks.beside(node, *entry.total)) {
      if (flow.value.shape() != flow.to.shape())
        throw ShapeError(described(flow.value) + " cannot flow back to " + described(flow.to));
      entries_[graph_.position(flow.to)].beside.push_back(std::move(flow.value));
    }
  }
}

const Adjoints::Entry* Adjoints::find(const Expr& x) const {
  const std::size_t* const position = graph_.find(x);
  return position == nullptr ? nullptr : &entries_[*position];
}

const std::vector<Contribution>& Adjoints::contributions(const Expr& x) const {
  static const std::vector<Contribution> none;
  const Entry* const entry = find(x);
  return entry == nullptr ? none : entry->contributions;
}

std::optional<Expr> Adjoints::total(const Expr& x) const {
  const Entry* const entry = find(x);
  return entry == nullptr ? std::nullopt : entry->total;
}

}  // namespace matgrad
