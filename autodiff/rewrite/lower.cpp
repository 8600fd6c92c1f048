#include "matgrad/autodiff/rewrite/lower.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/rewrite/constant_parts.hpp"
#include "matgrad/autodiff/rewrite/lower_passes.hpp"
#include "matgrad/autodiff/rewrite/lower_rules.hpp"

namespace matgrad {

void lower(Graph& graph, std::vector<Followed>& names) {
  names.clear();
  NormalFormBuilder form(lower_rules(), Sharing::for_machines);
  apply(lower_passes(), graph, form, &names);
}

std::vector<Expr> lower(const std::vector<Expr>& exprs) {
  std::vector<Followed> names;
  Graph graph(exprs);
  lower(graph, names);
  return {graph.roots().begin(), graph.roots().end()};
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
