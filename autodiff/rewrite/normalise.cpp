#include <algorithm>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {
namespace {

/// What flattening needs to know of every node beforehand.
class FlatteningPlan {
 public:
  FlatteningPlan(const Graph& graph, Sharing sharing)
      : uses_(use_counts(graph)), whole_(graph.size(), false), absorbed_(graph.size(), false) {
    const std::vector<int> leaves = leaf_counts(graph);
    // Or it is a constant such as 2/n 1, which nobody gives a name.
    const auto has_name = [](const Expr& node) { return !node.symbol().empty(); };
    const Marks varies = with_nodes_above(graph, marks_where(graph, has_name), &Op::uses_value);
    for (std::size_t i = 0; i < graph.size(); ++i) {
      const Expr& node = graph.nodes()[i];
      whole_[i] = uses_[i] > 1 && (sharing == Sharing::for_machines || (leaves[i] > 2 && varies[i]));
      for (const std::size_t j : graph.inputs(i))
        absorbed_[j] = uses_[j] == 1 && flattens_into(graph.nodes()[j], node);
    }
    keep_numbers_in_range(graph);
  }

  bool whole(std::size_t i) const { return whole_[i]; }
  /// Used once, by a node of the same kind that will take its inputs over: a chain is flattened in one go.
  bool absorbed(std::size_t i) const { return absorbed_[i]; }

 private:
  static bool flattens_into(const Expr& inner, const Expr& outer) {
    if (sum_coefficients(inner) != nullptr) return sum_coefficients(outer) != nullptr;
    if (is_hadamard(inner)) return is_hadamard(outer) && inner.shape() == outer.shape();
    // A scalar such as xᵀy is one factor, not a part of its user's chain.
    return is_product(inner) && is_product(outer) &&
           (!inner.shape().is_scalar() || split_product(inner).chain.empty());
  }

  /// A sum of which the numbers cannot be multiplied with those before it is not absorbed.
  void keep_numbers_in_range(const Graph& graph) {
    std::vector<double> before(graph.size(), 1);
    for (std::size_t i = graph.size(); i-- > 0;) {
      const Expr& node = graph.nodes()[i];
      const std::vector<double>* coefficients = sum_coefficients(node);
      if (coefficients == nullptr) continue;
      const auto fits = [number = before[i]](double c) { return folded_product(number, c).has_value(); };
      if (absorbed_[i] && !std::ranges::all_of(*coefficients, fits)) {
        absorbed_[i] = false;
        before[i] = 1;
      }
      for (std::size_t k = 0; k < coefficients->size(); ++k)
        if (const std::size_t j = graph.inputs(i)[k]; absorbed_[j]) before[j] = before[i] * (*coefficients)[k];
    }
  }

  std::vector<std::size_t> uses_;
  std::vector<bool> whole_, absorbed_;
};

/// A multiple of a node, by its position, by a number.
struct NodeMultiple {
  double coefficient;
  std::size_t node;
};

/// The inputs of a node, with those of absorbed nodes in their place, in order; numbers are multiplied through.
class Gathered {
 public:
  Gathered(const Graph& graph, const FlatteningPlan& plan) : graph_(graph), plan_(plan) {}

  /// Valid until the next call.
  std::span<const NodeMultiple> operator()(std::size_t root) {
    parts_.clear();
    open({1, root});
    while (!stack_.empty()) {
      const NodeMultiple top = stack_.back();
      stack_.pop_back();
      if (plan_.absorbed(top.node))
        open(top);
      else
        parts_.push_back(top);
    }
    return parts_;
  }

 private:
  void open(NodeMultiple part) {
    const std::vector<double>* coefficients = sum_coefficients(graph_.nodes()[part.node]);
    const std::span<const std::size_t> inputs = graph_.inputs(part.node);
    for (std::size_t i = inputs.size(); i-- > 0;)
      stack_.push_back({coefficients != nullptr ? part.coefficient * (*coefficients)[i] : 1, inputs[i]});
  }

  const Graph& graph_;
  const FlatteningPlan& plan_;
  std::vector<NodeMultiple> parts_, stack_;
};

/// Whether a scalar is as short as a name: a letter or number, or such over another.
bool is_short(const Expr& scalar) {
  const auto is_letter = [](const Expr& e) { return e.inputs().empty() || is_named(e) || is_count(e); };
  return is_letter(scalar) || (is_quotient(scalar) && std::ranges::all_of(scalar.inputs(), is_letter));
}

/// What stands behind numbers and, for people, short scalars: these do not belong to what is kept whole.
Expr behind_scalars(const Expr& expr, Sharing sharing) {
  Expr core = split_number(expr).core;
  while (sharing == Sharing::for_people) {
    const SplitProduct parts = split_product(core);
    if (is_quotient(core) && !core.input(0).shape().is_scalar() && core.input(1).shape().is_scalar() &&
        is_short(core.input(1)))
      core = split_number(core.input(0)).core;
    else if (!parts.scalars.empty() && parts.chain.size() == 1 && std::ranges::all_of(parts.scalars, is_short))
      core = split_number(parts.chain[0]).core;
    else
      break;
  }
  return core;
}

}  // namespace

std::vector<Expr> normalise(const Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed) {
  const FlatteningPlan plan(graph, form.sharing());
  Gathered gathered(graph, plan);
  std::vector<Expr> done(graph.size());  // empty for what is absorbed
  std::vector<Term> inputs;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    if (plan.absorbed(i)) continue;
    const Expr& node = graph.nodes()[i];
    inputs.clear();
    bool same = true;
    for (const auto& [coefficient, input] : gathered(i)) {
      same = same && graph.nodes()[input] == done[input];
      inputs.push_back({coefficient, done[input]});
    }
    // What is in normal form already keeps its identity, so that a further round sees that nothing changed.
    if (same && inputs.size() == node.inputs().size()) form.interner().intern(node);
    if (sum_coefficients(node) != nullptr) {
      done[i] = form.sum(inputs, node.shape());
    } else if (is_named(node)) {
      // The definition stays as its author wrote it, but what follows from its normal form is known.
      done[i] = form.interner().intern(node);
      form.know(done[i], form.facts(inputs[0].core));
    } else if (node.inputs().empty()) {
      done[i] = form.interner().intern(node);
    } else {
      std::vector<Expr> cores;
      cores.reserve(inputs.size());
      for (const Term& input : inputs) cores.push_back(input.core);
      done[i] = form.apply(node, std::move(cores));
    }
    if (!plan.whole(i)) continue;
    const Expr core = behind_scalars(done[i], form.sharing());
    form.keep_whole(core);
    if (core == split_number(done[i]).core) form.keep_whole(done[i]);
  }
  if (followed != nullptr)
    follow(*followed, [&](const Expr& e) {
      const std::size_t* const i = graph.find(e);
      return i == nullptr || done[*i].is_empty() ? nullptr : &done[*i];
    });
  std::vector<Expr> result;
  for (const Expr& root : graph.roots()) result.push_back(done[graph.position(root)]);
  return result;
}

std::vector<Rule> in_normal_form(std::vector<Rule> rules) {
  for (Rule& rule : rules) {
    NormalFormBuilder form;
    rule.left = normalise(Graph(rule.left), form).front();
  }
  return rules;
}

}  // namespace matgrad
