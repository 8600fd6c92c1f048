#include "matgrad/autodiff/rewrite/pass.hpp"

#include <algorithm>

namespace matgrad {

bool apply(std::span<const Pass> passes, Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed) {
  const std::vector<Expr> before(graph.roots().begin(), graph.roots().end());
  for (const Pass& pass : passes) {
    const std::vector<Expr> after = pass.apply(graph, form, followed);
    if (!std::ranges::equal(after, graph.roots())) graph = Graph(after);
  }
  return !std::ranges::equal(before, graph.roots());
}

}  // namespace matgrad
