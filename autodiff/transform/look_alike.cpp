#include "matgrad/autodiff/transform/look_alike.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"

namespace matgrad {
namespace {

[[noreturn]] void refuse(const Expr& node, const Expr& held) {
  const bool same_text = described(held) == described(node);
  Error error("the formula does not hold this " + described(node) + ", but another node that looks the same" +
              (same_text ? "" : ": " + described(held)));
  error.add_context(node.is_leaf()
                        ? "each call of variable() makes a new one: pass the Expr that the formula was built of"
                        : "each call of an operation makes a new node: keep the Expr, and use it in the "
                          "formula and here");
  throw error;
}

}  // namespace

void require_no_look_alike(std::span<const Expr> roots, std::span<const Expr> nodes) {
  const Graph graph(roots);
  std::unordered_map<std::string_view, const Expr*> by_name;
  std::unordered_map<std::size_t, const Expr*> by_hash;
  for (const Expr& node : nodes) {
    if (graph.contains(node)) continue;
    if (!node.symbol().empty()) by_name.emplace(node.symbol(), &node);
    by_hash.emplace(node.hash(), &node);
  }
  if (by_hash.empty()) return;
  for (const Expr& held : graph.nodes()) {
    if (std::ranges::find(nodes, held) != nodes.end()) continue;
    if (const auto same_name = by_name.find(held.symbol()); same_name != by_name.end())
      refuse(*same_name->second, held);
    const auto equal = by_hash.find(held.hash());
    if (equal != by_hash.end() && held.shape() == equal->second->shape() &&
        to_text(held) == to_text(*equal->second))
      refuse(*equal->second, held);
  }
}

}  // namespace matgrad
