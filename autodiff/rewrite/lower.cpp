#include "matgrad/autodiff/rewrite/lower.hpp"

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/constant_parts.hpp"
#include "matgrad/autodiff/rewrite/emit.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/lower_rules.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/rewrite/product_plan.hpp"

namespace matgrad {
namespace {

/// Names and other aliases replaced by what they stand for, equal subexpressions merged.
std::vector<Expr> merged_without_aliases(const std::vector<Expr>& exprs, std::vector<Followed>& names) {
  Interner interner;
  return rebuilt(exprs, [&](const Expr& node, std::vector<Expr> inputs) {
    if (!node.op().is_alias()) return interner.intern(with_inputs(node, std::move(inputs)));
    if (!node.symbol().empty()) names.push_back({std::string(node.symbol()), inputs[0]});
    return inputs[0];
  });
}

}  // namespace

std::vector<Expr> lower(std::vector<Expr> exprs, std::vector<Followed>& names) {
  names.clear();
  NormalForm form(lower_rules(), Sharing::for_machines);
  exprs = normalise(merged_without_aliases(exprs, names), form, &names);
  exprs = factor_out(exprs, form, &names);
  const Graph graph(exprs);
  return emit(
      graph, ProductPlan(graph, exprs), exprs, [&form](const Expr& e) { return form.facts(e); }, &names);
}

std::vector<Expr> lower(std::vector<Expr> exprs) {
  std::vector<Followed> names;
  return lower(std::move(exprs), names);
}

double total_cost(const std::vector<Expr>& exprs) {
  double flops = 0;
  const Graph graph(exprs);
  const std::vector<bool> computed = computed_each_time(graph, exprs);
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (computed[i]) flops += graph.nodes()[i].op().cost(graph.nodes()[i]);
  return flops;
}

}  // namespace matgrad
