#include <algorithm>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

std::span<const Rule* const> NormalFormBuilder::rules_for(const Expr& expr) const {
  const Op& op = expr.op();
  const auto found = rules_.find(typeid(op));
  if (found == rules_.end()) return {};
  return found->second;
}

std::optional<Expr> NormalFormBuilder::rewritten(const Expr& node) {
  const FactsOf facts_of = [this](const Expr& e) { return facts(e); };
  const auto is_shared = [this](const Expr& e) { return is_whole(e); };
  for (const Rule* candidate : rules_for(node)) {
    const Rule& rule = *candidate;
    if (!have_same_operation(rule.left, node)) continue;
    Binding binding;
    if (!matches(rule.left, node, facts_of, binding)) continue;
    if (!rule.takes_apart_shared && std::ranges::any_of(node.inputs(), is_shared)) continue;
    // A wildcard of which only the shape matters may have another one than the rule meant.
    if (const Expr result = instantiated(rule.right, binding); result.shape() == node.shape()) return result;
  }
  return std::nullopt;
}

std::optional<std::vector<Expr>> NormalFormBuilder::rewritten_run(std::span<const Expr> factors,
                                                                  const Expr& model) {
  const FactsOf facts_of = [this](const Expr& e) { return facts(e); };
  for (const Rule* candidate : rules_for(model)) {
    const Rule& rule = *candidate;
    if (!have_same_operation(rule.left, model)) continue;
    const std::span<const Expr> pattern = rule.left.inputs();
    for (std::size_t first = 0; first + pattern.size() <= factors.size(); ++first) {
      // The scalars that lead a matrix product are no factors of the chain: a rule about β D must not take β for
      // A.
      if (is_product(model) && factors[first].shape().is_scalar()) continue;
      Binding binding;
      bool fits = true;
      for (std::size_t i = 0; i < pattern.size() && fits; ++i)
        fits = matches(pattern[i], factors[first + i], facts_of, binding);
      if (!fits) continue;
      std::vector<Expr> result(factors.begin(), factors.begin() + static_cast<std::ptrdiff_t>(first));
      result.push_back(instantiated(rule.right, binding));
      result.insert(result.end(), factors.begin() + static_cast<std::ptrdiff_t>(first + pattern.size()),
                    factors.end());
      return result;
    }
  }
  return std::nullopt;
}

Expr NormalFormBuilder::instantiated(const Expr& pattern, const Binding& binding) {
  const Graph& graph = patterns_.try_emplace(pattern.id(), pattern).first->second;
  std::vector<Expr> built;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const Expr& node = graph.nodes()[i];
    if (const auto bound = binding.find(node.id()); bound != binding.end()) {
      built.push_back(interner_.intern(bound->second));
      continue;
    }
    std::vector<Expr> inputs;
    for (const std::size_t input : graph.inputs(i)) inputs.push_back(built[input]);
    // The operation on these inputs states the shape that the wildcards left open.
    const Expr model(node.shared_op(), inputs);
    built.push_back(apply(model, std::move(inputs)));
  }
  return built.back();
}

}  // namespace matgrad
