#include "matgrad/autodiff/show/picture_adjoints.hpp"

#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/show/named_steps.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad {
namespace {

Expr sum_of_terms(const std::vector<Expr>& terms) { return terms.size() == 1 ? terms.front() : sum_of(terms); }

Notation notation_with_half(const Expr& expr) {
  if (const std::optional<double> number = number_value(expr); number && std::abs(*number) == 0.5)
    return Notation::symbol(*number < 0 ? "−½" : "½");
  return notation_of(expr);
}

}  // namespace

PictureAdjoints::PictureAdjoints(const PictureGraph& graph, const std::vector<std::size_t>& wanted)
    : graph_(graph),
      sources_(graph.nodes().size(), 0),
      total_(graph.nodes().size()),
      terms_(graph.nodes().size()) {
  for (const PictureNode& node : graph.nodes()) contributions_.emplace_back(node.arrows.size());
  mark(wanted);
  for (const PictureNode& node : graph.nodes())
    if (node.node.symbol().empty() && !(node.symbol == node.node))
      nameless_.emplace(node.symbol.id(), by_names(node.formula, graph.root()));
  for (std::size_t i = graph.nodes().size(); i-- > 0;)
    if (needed_[i]) sweep(i);
}

/// Nodes from which a path leads down to a wanted one.
void PictureAdjoints::mark(const std::vector<std::size_t>& wanted) {
  needed_.assign(graph_.nodes().size(), false);
  for (std::size_t i : wanted) needed_[i] = true;
  for (std::size_t i = 0; i < needed_.size(); ++i)
    for (const PictureArrow& arrow : graph_.nodes()[i].arrows)
      if (needed_[arrow.from] && !arrow.links.empty()) needed_[i] = true;
}

/// The adjoint of a node as those below speak of it: by its name, or the number that it is.
Expr PictureAdjoints::seed(std::size_t i) {
  const PictureNode& node = graph_.nodes()[i];
  const Expr by_name = variable_like(name(i), node.node);
  if (&node == &graph_.root()) {
    total_[i] = node.node.shape().is_scalar() ? constant(1.0) : by_name;
    return *total_[i];
  }
  total_[i] = tidy_if_short(sum_of_terms(terms_[i]));
  return number_value(*total_[i]) ? *total_[i] : by_name;
}

void PictureAdjoints::sweep(std::size_t i) {
  const PictureNode& node = graph_.nodes()[i];
  if (&node != &graph_.root() && terms_[i].empty()) return;
  const Expr adjoint = seed(i);
  std::vector<Expr> wanted;
  for (const PictureArrow& arrow : node.arrows)
    if (needed_[arrow.from]) wanted.push_back(graph_.nodes()[arrow.from].symbol);
  if (wanted.empty()) return;
  const Adjoints adjoints(node.formula, adjoint, wanted);
  for (std::size_t k = 0; k < node.arrows.size(); ++k) {
    const PictureArrow& arrow = node.arrows[k];
    if (!needed_[arrow.from]) continue;
    const Expr& symbol = graph_.nodes()[arrow.from].symbol;
    std::vector<Expr> terms;
    for (const PictureLink& link : arrow.links) {
      if (link.consumer == symbol) terms.push_back(adjoint);
      for (const Contribution& c : adjoints.contributions(symbol))
        if (c.consumer == link.consumer && c.input == link.input) terms.push_back(by_names(c.value, node));
    }
    if (terms.empty()) continue;
    contributions_[i][k] = tidy_if_short(sum_of_terms(terms));
    ++sources_[arrow.from];
    terms_[arrow.from].push_back(*contributions_[i][k]);
  }
}

/// A rule that speaks of the result does so by the result's name. What has no name is written out again.
Expr PictureAdjoints::by_names(const Expr& adjoint, const PictureNode& node) const {
  const auto replace = [&](const Expr& part, std::vector<Expr> inputs) {
    if (part == node.formula) return node.symbol;
    const auto nameless = nameless_.find(part.id());
    return nameless == nameless_.end() ? with_inputs(part, std::move(inputs)) : nameless->second;
  };
  return rebuilt({adjoint}, replace).front();
}

std::string PictureAdjoints::name(std::size_t i) const {
  return graph_.steps().adjoint_name(graph_.nodes()[i].symbol.symbol());
}

bool PictureAdjoints::is_number(std::size_t i) const { return number_value(*total_[i]).has_value(); }

Notation PictureAdjoints::total(std::size_t i) const { return notation_with_half(*total_[i]); }

Notation PictureAdjoints::contribution(std::size_t i, std::size_t arrow) const {
  return notation_with_half(*contributions_[i][arrow]);
}

}  // namespace matgrad
