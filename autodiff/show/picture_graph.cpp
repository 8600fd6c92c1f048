#include "matgrad/autodiff/show/picture_graph.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/node_count.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad {
namespace {

using Detail = DotOptions::Detail;

constexpr std::size_t most_searched = 300;         // nodes of a formula that is searched for facts
constexpr std::size_t greatest_with_facts = 2000;  // nodes; each one's whole expression is searched

std::vector<Expr> marked(const DotOptions& options) {
  std::vector<Expr> nodes = options.with_respect_to;
  if (options.highlight) nodes.push_back(*options.highlight);
  return nodes;
}

/// A vector repeated to the shape of something else: on paper it stands there as if it had that shape.
bool is_repeated(const Expr& node) { return is_call<columns>(node) || is_call<rows>(node); }

/// The name of a node that has none: its formula, as one factor.
std::string formula_as_name(const Notation& text) {
  using Kind = Notation::Kind;
  const bool is_one = text.kind == Kind::symbol || text.kind == Kind::number || text.kind == Kind::call ||
                      text.kind == Kind::fence || text.kind == Kind::postfix;
  return is_one ? to_text(text) : "(" + to_text(text) + ")";
}

}  // namespace

PictureGraph::PictureGraph(const Expr& root, const DotOptions& options)
    : every_operation_(options.detail == Detail::operations),
      steps_(root, marked(options), root.shape().is_scalar() ? NamedSteps::Root::loss : NamedSteps::Root::step,
             options.loss_name),
      graph_(steps_.root()),
      with_facts_(options.sweep != DotOptions::Sweep::forward && graph_.size() <= greatest_with_facts) {
  choose(root, options);
  const bool has_highlight = options.highlight && steps_.contains(*options.highlight);
  if (has_highlight) number_paths(steps_.step(*options.highlight));
  for (const Expr& node : graph_.nodes()) {
    const Expr& line = canonical(node);
    const bool shown = is_chosen(line) && (every_operation_ || has_value_[graph_.position(line)]);
    if (shown && !position_.contains(line.id())) draw(line);
  }
  if (!has_highlight) return;
  if (const auto x = position(*options.highlight)) nodes_[*x].on_path = true;
  for (PictureNode& node : nodes_)
    for (const PictureArrow& arrow : node.arrows)
      if (nodes_[arrow.from].on_path && !arrow.links.empty()) node.on_path = true;
}

std::optional<std::size_t> PictureGraph::position(const Expr& given) const {
  if (!steps_.contains(given)) return std::nullopt;
  const auto found = position_.find(canonical(steps_.step(given)).id());
  return found == position_.end() ? std::nullopt : std::optional(found->second);
}

/// The operation that defines a name is drawn as that name wherever it is used.
const Expr& PictureGraph::canonical(const Expr& node) const {
  return node.is_leaf() || is_named(node) || !graph_.contains(node) ? node : steps_.line_of(node);
}

void PictureGraph::choose(const Expr& root, const DotOptions& options) {
  const Graph given(root);
  std::unordered_set<std::string> names;
  for (const Expr& node : given.nodes()) names.emplace(node.symbol());
  std::unordered_set<const Node*> wanted{steps_.root().id()};
  for (const Expr& node : marked(options))
    if (steps_.contains(node)) wanted.insert(steps_.step(node).id());
  has_value_ = needed_values(graph_, std::span(&steps_.root(), 1));
  const std::vector<bool> folded = foldable(wanted);
  for (const Expr& node : graph_.nodes()) {
    const bool is_step = is_named(node) && !(is_repeated(node.input(0)) && node.input(0).input(0).is_leaf());
    const bool by_user = is_named(node) && names.contains(std::string(node.symbol()));
    bool chosen = node.is_leaf() || wanted.contains(node.id());
    if (options.detail == Detail::operations) chosen = canonical(node) == node;
    if (options.detail == Detail::steps) chosen = chosen || by_user || (is_step && !folded[chosen_.size()]);
    if (options.detail == Detail::names) chosen = chosen || by_user;
    chosen_.push_back(chosen);
    if (!(canonical(node) == node) && has_value_[graph_.position(node)])
      has_value_[graph_.position(canonical(node))] = true;
  }
}

/// Steps used once that a person would not write down by themselves: what leads from no wanted node, and the
/// number of which the root is a multiple.
std::vector<bool> PictureGraph::foldable(const std::unordered_set<const Node*>& wanted) const {
  const std::vector<std::size_t> uses = use_counts(graph_, {});
  // The root alone: nothing is wanted.
  const auto is_wanted = [&](const Expr& node) { return wanted.size() == 1 || wanted.contains(node.id()); };
  const Marks depends = with_nodes_above(graph_, marks_where(graph_, is_wanted), &Op::uses_value);
  std::vector<bool> folded;
  for (std::size_t i = 0; i < graph_.size(); ++i)
    folded.push_back(is_named(graph_.nodes()[i]) && !depends[i] && uses[i] == 1);
  if (!is_named(steps_.root())) return folded;
  std::vector<std::size_t> numbers;
  for (const Expr& input : steps_.root().input(0).inputs()) {
    const std::size_t i = graph_.position(input);
    if (is_named(input) && !folded[i] && input.shape().is_scalar() && uses[i] == 1) numbers.push_back(i);
  }
  if (numbers.size() == 1) folded[numbers.front()] = true;
  return folded;
}

void PictureGraph::number_paths(const Expr& x) {
  uses_ = VariableUses(graph_).of(x);
  if (uses_.size() < 2) uses_.clear();
  for (std::size_t i = 0; i < uses_.size(); ++i)
    for (std::size_t k = 0; k < uses_[i].links.size(); ++k)
      passed_[{uses_[i].links[k].consumer.id(), uses_[i].links[k].input}].push_back({i, k});
}

/// The paths that pass a link and, as far as what follows is folded into the same formula, go on in it: a
/// transpose may be folded into several.
std::vector<std::size_t> PictureGraph::paths_through(const Expr& consumer, std::size_t input, const Expr& drawn,
                                                     const Region& region) const {
  const auto found = passed_.find({consumer.id(), input});
  if (found == passed_.end()) return {};
  const auto ends_here = [&](const Expr& node) { return canonical(node) == drawn; };
  const auto is_folded_here = [&](const Expr& node) {
    return region.images.contains(node.id()) && (ends_here(node) || !is_chosen(canonical(node)));
  };
  std::vector<std::size_t> paths;
  for (const auto& [use, link] : found->second) {
    const std::vector<VariableUse::Link>& links = uses_[use].links;
    std::size_t k = link;
    while (k + 1 < links.size() && !ends_here(links[k].consumer) && is_folded_here(links[k + 1].consumer)) ++k;
    if (k + 1 == links.size() || ends_here(links[k].consumer)) paths.push_back(use + 1);
  }
  return paths;
}

void PictureGraph::draw(const Expr& node) {
  Region region;
  const Expr formula = node.is_leaf() ? node : over_symbols(node, region);
  const Notation text = node.is_leaf() ? Notation::symbol(node.symbol()) : notation_of(formula, region.shown_as);
  const std::string name = node.symbol().empty() ? formula_as_name(text) : std::string(node.symbol());
  PictureNode drawn{node, symbol_for(node, name, formula), formula, text, {}};
  drawn.arrows = arrows(node, formula, region);
  drawn.only_shape = !has_value_[graph_.position(node)];
  position_.emplace(node.id(), nodes_.size());
  nodes_.push_back(std::move(drawn));
}

const Expr& PictureGraph::symbol_for(const Expr& node, const std::string& name, const Expr& formula) {
  if (node.is_leaf() || constant_value(node)) return node;
  const auto found = symbols_.find(node.id());
  if (found != symbols_.end()) return found->second;
  return symbols_.emplace(node.id(), variable_like(name, node, facts(node, formula))).first->second;
}

/// Adjoints are simplified by what is known of a node: from its whole expression, and from the symbols below it.
Facts PictureGraph::facts(const Expr& node, const Expr& formula) {
  if (!is_named(node) || !with_facts_) return {};
  Facts known;
  for (const Expr& expr : {steps_.expanded(node.input(0)), formula}) {
    if (has_more_nodes(expr, most_searched)) continue;
    kept_alive_.push_back(tidy(expr));
    known = known | facts_.facts(kept_alive_.back());
  }
  return known;
}

/// The formula of a drawn node: what is chosen stands there as a symbol, the rest is written out.
Expr PictureGraph::over_symbols(const Expr& node, Region& region) {
  const Expr start = is_named(node) ? node.input(0) : node;
  std::vector<Expr> stack{start};
  while (!stack.empty()) {
    const Expr top = stack.back();
    const Expr& line = canonical(top);
    if (region.images.contains(top.id())) {
      stack.pop_back();
      continue;
    }
    if (!(line == node) && is_chosen(line)) {
      region.images.emplace(top.id(), symbol_for(line, std::string(line.symbol()), line));
      stack.pop_back();
      continue;
    }
    const std::size_t waiting = stack.size();
    for (std::size_t k = top.inputs().size(); k-- > 0;)
      if (!region.images.contains(top.input(k).id())) stack.push_back(top.input(k));
    if (stack.size() > waiting) continue;
    stack.pop_back();
    std::vector<Expr> inputs;
    for (const Expr& input : top.inputs()) inputs.push_back(region.images.at(input.id()));
    if (is_named(top)) {
      region.images.emplace(top.id(), inputs[0]);
      continue;
    }
    region.images.emplace(top.id(), with_inputs(top, std::move(inputs)));
    region.operations.push_back(top);
    fold_repeated(top, region);
  }
  return region.images.at(start.id());
}

void PictureGraph::fold_repeated(const Expr& node, Region& region) {
  const Expr& image = region.images.at(node.id());
  if (!every_operation_ && is_repeated(node) && image.input(0).is_leaf())
    region.shown_as.emplace_back(image, std::string(image.input(0).symbol()));
}

std::vector<PictureArrow> PictureGraph::arrows(const Expr& node, const Expr& formula, const Region& region) const {
  std::vector<PictureArrow> found;
  const auto arrow_from = [&found](std::size_t from, const std::vector<std::size_t>& paths) -> PictureArrow& {
    for (PictureArrow& arrow : found)
      if (arrow.from == from && arrow.paths == paths) return arrow;
    return found.emplace_back(PictureArrow{from, {}, paths});
  };
  if (region.operations.empty()) {
    // A name for something that has one.
    if (node.is_leaf() || node.inputs().empty()) return found;
    PictureArrow& arrow =
        arrow_from(position_.at(canonical(node.input(0)).id()), paths_through(node, 0, node, region));
    arrow.only_shape = false;
    arrow.links.push_back({formula, 0});
    return found;
  }
  const Graph local(formula);
  const VariableUses uses(local);
  for (const Expr& operation : region.operations) {
    const Expr& image = region.images.at(operation.id());
    for (std::size_t k = 0; k < operation.inputs().size(); ++k) {
      const Expr& source = canonical(operation.input(k));
      const auto from = position_.find(source.id());
      const bool only_shape = !has_value_[graph_.position(operation)] || !operation.op().uses_value(k);
      if (!is_chosen(source) || from == position_.end() || (only_shape && !every_operation_)) continue;
      PictureArrow& arrow = arrow_from(from->second, paths_through(operation, k, node, region));
      arrow.only_shape = arrow.only_shape && only_shape;
      for (const VariableUse::Link& link : uses.consumers(local.position(image.input(k))))
        if (link.consumer == image && link.input == k) arrow.links.push_back({image, k});
    }
  }
  std::ranges::stable_sort(found, {}, &PictureArrow::paths);
  return found;
}

}  // namespace matgrad
