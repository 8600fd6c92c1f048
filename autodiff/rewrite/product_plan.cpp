#include "matgrad/autodiff/rewrite/product_plan.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/rewrite/constant_parts.hpp"

namespace matgrad {
namespace {

// Beyond these a node stays as it is, which keeps the work linear in the size of the graph.
constexpr std::size_t most_uses = 32;
constexpr std::size_t most_plan_terms = 16;
constexpr int deepest_opening = 3;  // nodes below each other that are tried together

bool contains(const ProductTerm& term, const Expr& node) {
  return std::ranges::find(term.chain, node, &Factor::node) != term.chain.end();
}

/// `term` with every occurrence of `node` replaced.
std::vector<ProductTerm> fully_spliced(const ProductTerm& term, const Expr& node, const LinearUnit& unit) {
  std::vector<ProductTerm> result{term};
  for (std::size_t t = 0; t < result.size();) {
    if (!contains(result[t], node)) {
      ++t;
      continue;
    }
    const std::vector<ProductTerm> parts = spliced(result[t], node, unit);
    result.erase(result.begin() + static_cast<std::ptrdiff_t>(t));
    result.insert(result.begin() + static_cast<std::ptrdiff_t>(t), parts.begin(), parts.end());
  }
  return result;
}

bool is_plain_product(const LinearUnit& unit) {
  const std::vector<ProductTerm>& terms = unit.terms;
  return terms.size() == 1 && terms[0].coefficient == 1 && terms[0].scalars.empty() && terms[0].chain.size() > 1;
}

}  // namespace

ProductPlan::ProductPlan(const Graph& graph, std::span<const Expr> roots)
    : graph_(graph),
      varies_(varying_values(graph)),
      units_(graph.size()),
      uses_(graph.size()),
      needed_whole_(graph.size(), false),
      live_(graph.size(), false) {
  const std::vector<std::size_t> counts = use_counts(graph, roots);
  const IsShared is_shared = [&](const Expr& node) { return counts[graph.position(node)] > 1; };
  for (const Expr& root : roots) needed_whole_[graph.position(root)] = true;
  for (std::size_t i = graph.size(); i-- > 0;) {
    live_[i] = needed_whole_[i] || !uses_[i].empty();
    if (!live_[i]) continue;  // opened up by its only user, or wanted for its shape only
    const Expr& node = graph.nodes()[i];
    if (is_linear(node)) {
      units_[i] = linear_unit(node, is_shared);
      for (std::size_t t = 0; t < units_[i]->terms.size(); ++t) register_term(i, t);
      publish(i);
    } else {
      for (std::size_t k = 0; k < node.inputs().size(); ++k)
        if (node.op().uses_value(k)) needed_whole_[graph.inputs(i)[k]] = true;
    }
  }
  use_computed_products();
  for (std::size_t i = graph.size(); i-- > 0;) consider(i);
  find_needed(roots);
}

ProductPlan::Key ProductPlan::key_of(std::span<const Factor> factors) {
  Key key;
  for (const Factor& factor : factors) key.emplace_back(factor.node.id(), factor.transposed);
  return key;
}

bool ProductPlan::is_computed(std::span<const Factor> factors) const {
  return is_constant(factors) || computed_.contains(key_of(factors));
}

bool ProductPlan::is_constant(const Expr& node) const {
  const std::size_t* const position = graph_.find(node);
  return position != nullptr && !varies_[*position];
}

bool ProductPlan::is_constant(std::span<const Factor> factors) const {
  return std::ranges::all_of(factors, [this](const Factor& factor) { return is_constant(factor.node); });
}

void ProductPlan::publish(std::size_t i) {
  if (is_plain_product(*units_[i])) computed_.insert(key_of(units_[i]->terms[0].chain));
}

void ProductPlan::withdraw(std::size_t i) {
  if (is_plain_product(*units_[i])) computed_.erase(computed_.find(key_of(units_[i]->terms[0].chain)));
}

void ProductPlan::drop(std::size_t i) {
  withdraw(i);
  live_[i] = false;
}

void ProductPlan::register_term(std::size_t user, std::size_t term) {
  const ProductTerm& t = units_[user]->terms[term];
  for (const Expr& scalar : t.scalars) needed_whole_[graph_.position(scalar)] = true;
  for (std::size_t k = 0; k < t.chain.size(); ++k) {
    const std::size_t* const position = graph_.find(t.chain[k].node);
    if (position == nullptr) continue;
    std::vector<Use>& uses = uses_[*position];
    // A factor that occurs twice in a term is one use.
    if (uses.empty() || uses.back().user != user || uses.back().term != term) uses.push_back({user, term});
  }
}

double ProductPlan::cost(const ProductTerm& term, Shape shape) const {
  const double size = static_cast<double>(shape.size());
  if (is_constant(term.chain)) return size;
  return size + chain_flops(term.chain, [this](std::span<const Factor> run) { return is_computed(run); });
}

double ProductPlan::cost(std::size_t i) const {
  double flops = 0;
  if (!varies_[i]) return flops;
  for (const ProductTerm& term : units_[i]->terms) flops += cost(term, units_[i]->shape);
  return flops;
}

double ProductPlan::cost_if_dissolved(std::size_t i, const LinearUnit& unit, Use use) const {
  const LinearUnit& user = *units_[use.user];
  // Gᵀ (G w − y) has digits near its zero that (Gᵀ G) w − Gᵀ y loses: that GᵀG is free is no reason to distribute.
  const IsComputed computed = [this](std::span<const Factor> run) { return computed_.contains(key_of(run)); };
  double flops = 0;
  for (const ProductTerm& term : fully_spliced(user.terms[use.term], graph_.nodes()[i], unit))
    flops += unit.terms.size() == 1 ? cost(term, user.shape)
                                    : static_cast<double>(user.shape.size()) + chain_flops(term.chain, computed);
  return flops;
}

void ProductPlan::use_computed_products() {
  std::map<Key, std::size_t> products;
  for (std::size_t i = 0; i < graph_.size(); ++i)
    if (units_[i] && needed_whole_[i] && is_plain_product(*units_[i]))
      products.emplace(key_of(units_[i]->terms[0].chain), i);
  if (products.empty()) return;
  std::size_t longest = 0;
  for (const auto& [key, i] : products) longest = std::max(longest, key.size());
  const IsComputed computed = [this](std::span<const Factor> run) { return is_computed(run); };
  // The node of a run of factors, or of its transpose.
  const auto node_of = [&](std::span<const Factor> run, std::size_t user) -> std::optional<Factor> {
    for (const bool flipped : {false, true}) {
      const std::vector<Factor> factors = flipped ? transposed(run) : std::vector(run.begin(), run.end());
      const auto found = products.find(key_of(factors));
      if (found != products.end() && found->second < user) return Factor{graph_.nodes()[found->second], flipped};
    }
    return std::nullopt;
  };
  const auto with_node = [&](const std::vector<Factor>& chain,
                             std::size_t user) -> std::optional<std::vector<Factor>> {
    for (std::size_t length = std::min(chain.size() - 1, longest); length > 1; --length)
      for (std::size_t first = 0; first + length <= chain.size(); ++first) {
        const std::optional<Factor> node = node_of(std::span(chain).subspan(first, length), user);
        if (!node) continue;
        std::vector<Factor> shorter(chain.begin(), chain.begin() + static_cast<std::ptrdiff_t>(first));
        shorter.push_back(*node);
        shorter.insert(shorter.end(), chain.begin() + static_cast<std::ptrdiff_t>(first + length), chain.end());
        if (chain_flops(shorter, computed) <= chain_flops(chain, computed)) return shorter;
      }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < graph_.size(); ++i) {
    if (!units_[i]) continue;
    for (std::size_t t = 0; t < units_[i]->terms.size(); ++t) {
      std::vector<Factor>& chain = units_[i]->terms[t].chain;
      bool changed = false;
      while (chain.size() > 2 && chain.size() <= ChainOrder::longest) {
        std::optional<std::vector<Factor>> shorter = with_node(chain, i);
        if (!shorter) break;
        if (!changed) withdraw(i);
        changed = true;
        chain = *std::move(shorter);
      }
      if (!changed) continue;
      publish(i);
      register_term(i, t);
    }
  }
}

std::vector<ProductPlan::Use> ProductPlan::live_uses(std::size_t i) const {
  std::vector<Use> uses;
  for (const Use& use : uses_[i])
    if (live_[use.user] && contains(units_[use.user]->terms[use.term], graph_.nodes()[i])) uses.push_back(use);
  return uses;
}

bool ProductPlan::can_dissolve(std::size_t i) const {
  if (!units_[i] || !live_[i] || uses_[i].size() > most_uses || units_[i]->terms.size() > most_plan_terms)
    return false;
  // A scalar added to every entry is no factor to multiply with.
  const auto is_spread = [](const ProductTerm& term) { return term.chain.empty(); };
  return std::ranges::none_of(units_[i]->terms, is_spread);
}

bool ProductPlan::multiplies_matrices(std::size_t i, std::span<const Use> uses) const {
  const Shape shape = units_[i]->shape;
  const auto multiplies = [this](const Use& use) { return units_[use.user]->terms[use.term].chain.size() > 1; };
  return shape.rows > 1 && shape.cols > 1 && std::ranges::any_of(uses, multiplies);
}

bool ProductPlan::open_further(Opened& opened) {
  std::vector<std::size_t> found;
  const auto is_inside = [&](const Use& use) { return std::ranges::count(opened.inside, use.user) > 0; };
  for (const ProductTerm& term : opened.unit.terms)
    for (const Factor& factor : term.chain) {
      const std::size_t* const position = graph_.find(factor.node);
      if (position == nullptr) continue;
      const std::size_t k = *position;
      if (needed_whole_[k] || !can_dissolve(k) || std::ranges::count(found, k) > 0) continue;
      if (std::ranges::all_of(live_uses(k), is_inside)) found.push_back(k);
    }
  for (const std::size_t k : found) {
    std::vector<ProductTerm> terms;
    for (const ProductTerm& term : opened.unit.terms) {
      const std::vector<ProductTerm> parts = fully_spliced(term, graph_.nodes()[k], *units_[k]);
      terms.insert(terms.end(), parts.begin(), parts.end());
    }
    if (terms.size() > most_plan_terms) return false;
    opened.unit.terms = std::move(terms);
    opened.inside.push_back(k);
    opened.kept += cost(k);
    withdraw(k);
  }
  return !found.empty();
}

void ProductPlan::consider(std::size_t i) {
  if (!can_dissolve(i)) return;
  const std::vector<Use> uses = live_uses(i);
  if (uses.empty()) {
    if (!needed_whole_[i]) drop(i);
    return;
  }
  if (needed_whole_[i]) {  // computed in any case: each user for itself
    for (const Use& use : uses)
      if (cost_if_dissolved(i, *units_[i], use) < cost(units_[use.user]->terms[use.term], units_[use.user]->shape))
        dissolve(i, use);
    return;
  }
  Opened opened{*units_[i], {i}, cost(i)};
  for (const Use& use : uses) opened.kept += cost(units_[use.user]->terms[use.term], units_[use.user]->shape);
  withdraw(i);
  const auto pays = [&] {
    double flops = 0;
    for (const Use& use : uses) flops += cost_if_dissolved(i, opened.unit, use);
    return flops < opened.kept;
  };
  bool dissolves = pays();
  const int depth = multiplies_matrices(i, uses) ? deepest_opening : 0;
  for (int level = 0; !dissolves && level < depth && open_further(opened); ++level) dissolves = pays();
  if (!dissolves) {
    for (const std::size_t inside : opened.inside) publish(inside);
    return;
  }
  units_[i] = std::move(opened.unit);
  for (const Use& use : uses) dissolve(i, use);
  for (const std::size_t inside : opened.inside) live_[inside] = false;
}

void ProductPlan::dissolve(std::size_t i, Use use) {
  std::vector<ProductTerm>& terms = units_[use.user]->terms;
  withdraw(use.user);
  std::vector<ProductTerm> parts = fully_spliced(terms[use.term], graph_.nodes()[i], *units_[i]);
  terms[use.term] = std::move(parts.front());
  register_term(use.user, use.term);
  for (std::size_t k = 1; k < parts.size(); ++k) {
    terms.push_back(std::move(parts[k]));
    register_term(use.user, terms.size() - 1);
  }
  publish(use.user);
}

void ProductPlan::need_inputs(std::size_t i) {
  const auto need = [this](const Expr& node) {
    if (const std::size_t* const position = graph_.find(node)) needed_[*position] = true;
  };
  if (!units_[i]) {
    for (const std::size_t input : graph_.inputs(i)) needed_[input] = true;
    return;
  }
  for (const ProductTerm& term : units_[i]->terms) {
    for (const Expr& scalar : term.scalars) need(scalar);
    for (const Factor& factor : term.chain) need(factor.node);
  }
}

void ProductPlan::find_needed(std::span<const Expr> roots) {
  needed_.assign(graph_.size(), false);
  for (const Expr& root : roots) needed_[graph_.position(root)] = true;
  for (std::size_t i = graph_.size(); i-- > 0;)
    if (needed_[i]) need_inputs(i);
}

}  // namespace matgrad
