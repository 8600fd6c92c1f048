#include "matgrad/autodiff/rewrite/pass.hpp"

#include <algorithm>

namespace matgrad {

void apply(std::span<const Pass> passes, Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed) {
  for (const Pass& pass : passes) {
    const std::vector<Expr> after = pass.apply(graph, form, followed);
    if (!std::ranges::equal(after, graph.roots())) graph = Graph(after);
  }
}

}  // namespace matgrad
