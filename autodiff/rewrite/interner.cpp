#include "matgrad/autodiff/rewrite/interner.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

namespace {

// Inputs are merged already, so they are equal when they are identical.
bool equal(const Expr& a, const Expr& b) {
  return a == b || (a.hash() == b.hash() && a.shape() == b.shape() && have_same_operation(a, b) &&
                    std::ranges::equal(a.inputs(), b.inputs()));
}

/// Of the bits that do not choose the slot.
std::uint32_t part_of(std::size_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::size_t Interner::place(const Expr& expr) const {
  const std::size_t mask = slots_.size() - 1, hash = expr.hash();
  const auto is_expr = [&](const Slot& slot) {
    return slot.hash_part == part_of(hash) && equal(nodes_[slot.number - 1], expr);
  };
  std::size_t i = hash & mask;
  while (slots_[i].number != 0 && !is_expr(slots_[i])) i = (i + 1) & mask;
  return i;
}

void Interner::grow() {
  slots_.assign(std::max<std::size_t>(64, 4 * slots_.size()), {});
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const std::size_t hash = nodes_[n].hash();
    std::size_t i = hash & (slots_.size() - 1);
    while (slots_[i].number != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = {static_cast<std::uint32_t>(n + 1), part_of(hash)};
  }
}

Expr Interner::intern(const Expr& expr) {
  if (2 * (nodes_.size() + 1) > slots_.size()) grow();
  Slot& slot = slots_[place(expr)];
  if (slot.number == 0) {
    nodes_.push_back(expr);
    slot = {static_cast<std::uint32_t>(nodes_.size()), part_of(expr.hash())};
  }
  return nodes_[slot.number - 1];
}

Expr Interner::intern(const OpPtr& op, std::vector<Expr> inputs) { return intern(Expr(op, std::move(inputs))); }

std::vector<Expr> merge(const std::vector<Expr>& exprs) {
  Interner interner;
  return rebuilt(exprs, [&interner](const Expr& node, std::vector<Expr> inputs) {
    return interner.intern(with_inputs(node, std::move(inputs)));
  });
}

}  // namespace matgrad
