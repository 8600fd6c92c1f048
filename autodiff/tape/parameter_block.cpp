#include "matgrad/autodiff/tape/parameter_block.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/vectorisation.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad {

BlockLayout::BlockLayout(std::vector<Expr> leaves) : leaves_(std::move(leaves)), starts_{0} {
  for (std::size_t i = 0; i < leaves_.size(); ++i) {
    const Expr& leaf = leaves_[i];
    if (leaf.is_empty() || !leaf.is_leaf()) throw Error("ParameterBlock: it is made of leaves only");
    for (std::size_t k = 0; k < i; ++k)
      if (leaves_[k].symbol() == leaf.symbol())
        throw Error("ParameterBlock: two leaves have the name " + std::string(leaf.symbol()));
    starts_.push_back(starts_.back() + leaf.shape().size());
  }
}

std::size_t BlockLayout::number(std::string_view name) const {
  const auto found = std::ranges::find(leaves_, name, &Expr::symbol);
  if (found != leaves_.end()) return static_cast<std::size_t>(found - leaves_.begin());
  std::string names;
  for (const Expr& leaf : leaves_) names += (names.empty() ? "" : ", ") + std::string(leaf.symbol());
  throw Error("ParameterBlock: nothing in it is called " + std::string(name) + ", but " + names);
}

std::array<Expr, 2> BlockLayout::value_and_gradient(const Expr& y) const {
  std::vector<Expr> gradients = matgrad::value_and_gradient(y, leaves_);
  gradients.erase(gradients.begin());
  return {y, flattened(gradients)};
}

Expr flattened(const std::vector<Expr>& exprs, const char* file, int line) {
  std::vector<Expr> columns;
  for (const Expr& expr : exprs) columns.push_back(vec(Operand(expr, file, line)));
  return concatenate_vertically(columns, file, line);
}

}  // namespace matgrad
