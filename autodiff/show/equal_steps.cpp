#include "matgrad/autodiff/show/equal_steps.hpp"

#include <memory>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/rewrite/interner.hpp"

namespace matgrad {

Replace merging_equal_steps(const std::vector<Expr>& apart) {
  std::unordered_set<const Node*> kept;
  for (const Expr& node : apart)
    if (!node.is_leaf()) kept.insert(node.id());
  const auto interner = std::make_shared<Interner>();
  return [kept, interner](const Expr& node, std::vector<Expr> inputs) {
    const Expr same = with_inputs(node, std::move(inputs));
    return kept.contains(node.id()) ? same : interner->intern(same);
  };
}

}  // namespace matgrad
