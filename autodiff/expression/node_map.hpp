#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A map from nodes to small values, by open addressing: passes over graphs look every edge up. Nodes are never
/// removed, and must outlive the map.
template <class Value>
class NodeMap {
 public:
  void reserve(std::size_t count) {
    if (2 * count > slots_.size()) grow(2 * count);
  }

  /// The value of `node`, set to `value` if it has none yet; and whether it had none.
  std::pair<Value*, bool> insert(const Node* node, Value value) {
    if (2 * (count_ + 1) > slots_.size()) grow(4 * (count_ + 4));
    Slot& slot = slots_[place(node)];
    if (slot.node != nullptr) return {&slot.value, false};
    slot = {node, value};
    ++count_;
    return {&slot.value, true};
  }

  Value* find(const Node* node) {
    if (slots_.empty()) return nullptr;
    Slot& slot = slots_[place(node)];
    return slot.node == nullptr ? nullptr : &slot.value;
  }
  const Value* find(const Node* node) const { return const_cast<NodeMap*>(this)->find(node); }
  bool contains(const Node* node) const { return find(node) != nullptr; }

 private:
  struct Slot {
    const Node* node = nullptr;
    Value value{};
  };

  std::size_t place(const Node* node) const {
    const std::size_t mask = slots_.size() - 1;
    // Nodes made one after another share a page and get neighbouring slots: a pass finds the next one in the
    // cache.
    const std::uintptr_t address = reinterpret_cast<std::uintptr_t>(node);
    const std::uintptr_t page = ((address >> 12) * 0x9e3779b97f4a7c15ull) >> 24;
    std::size_t i = static_cast<std::size_t>(page << 6 | (address >> 6 & 63));
    for (i &= mask; slots_[i].node != nullptr && slots_[i].node != node;) i = (i + 1) & mask;
    return i;
  }

  void grow(std::size_t least) {
    std::size_t size = 16;
    while (size < least) size *= 2;
    std::vector<Slot> old(size);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.node != nullptr) slots_[place(slot.node)] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace matgrad
