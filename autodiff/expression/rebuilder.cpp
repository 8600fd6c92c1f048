#include "matgrad/autodiff/expression/rebuilder.hpp"

#include <utility>

namespace matgrad {

Expr Rebuilder::operator()(const Expr& root, const Replace& replace) {
  kept_alive_.push_back(root);
  std::vector<Expr> stack{root};
  while (!stack.empty()) {
    const Expr node = stack.back();
    std::vector<Expr> inputs;
    inputs.reserve(node.inputs().size());
    const std::size_t before = stack.size();
    for (const Expr& input : node.inputs()) {
      const std::size_t* const place = place_.find(input.id());
      if (place == nullptr)
        stack.push_back(input);
      else
        inputs.push_back(done_[*place]);
    }
    if (stack.size() > before) continue;
    stack.pop_back();
    if (place_.insert(node.id(), done_.size()).second) done_.push_back(replace(node, std::move(inputs)));
  }
  return done_[*place_.find(root.id())];
}

}  // namespace matgrad
