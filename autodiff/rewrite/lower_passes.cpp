#include "matgrad/autodiff/rewrite/lower_passes.hpp"

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/rewrite/common_factors.hpp"
#include "matgrad/autodiff/rewrite/emit.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/product_plan.hpp"

namespace matgrad {
namespace {

std::vector<Expr> without_aliases(const Graph& graph, NormalFormBuilder&, std::vector<Followed>* followed) {
  Interner interner;
  return graph.rebuilt([&](const Expr& node, std::vector<Expr> inputs) {
    if (!node.op().is_alias()) return interner.intern(with_inputs(node, std::move(inputs)));
    if (followed != nullptr && !node.symbol().empty())
      followed->push_back({std::string(node.symbol()), inputs[0]});
    return inputs[0];
  });
}

std::vector<Expr> as_instructions(const Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed) {
  const FactsOf facts = [&form](const Expr& expr) { return form.facts(expr); };
  return emit(graph, ProductPlan(graph, graph.roots()), graph.roots(), facts, followed);
}

}  // namespace

std::span<const Pass> lower_passes() {
  static constexpr Pass passes[] = {
      {"names and other aliases taken away, equal nodes merged", "the number of nodes falls", without_aliases},
      {"normal form, by the rules of lower",
       "each rule lowers the operations of eliminations, else those of matrix products, else the reading effort",
       normalise},
      {"common factors taken out of sums", "the number of products falls", factor_out},
      {"products in their order, everything as instructions",
       "the total cost falls; instructions stay as they are", as_instructions},
  };
  return passes;
}

}  // namespace matgrad
