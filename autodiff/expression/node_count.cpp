#include "matgrad/autodiff/expression/node_count.hpp"

#include <vector>

#include "matgrad/autodiff/expression/node_map.hpp"

namespace matgrad {

bool has_more_nodes(const Expr& root, std::size_t count) {
  NodeMap<bool> seen;
  std::vector<const Expr*> open{&root};
  std::size_t found = 0;
  while (!open.empty() && found <= count) {
    const Expr& node = *open.back();
    open.pop_back();
    if (!seen.insert(node.id(), true).second) continue;
    ++found;
    for (const Expr& input : node.inputs()) open.push_back(&input);
  }
  return found > count;
}

}  // namespace matgrad
