#include "matgrad/autodiff/tape/plan.hpp"

#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {
namespace {

/// Blocks of whole cache lines, best fit, neighbours merged when freed.
class LargeBlocks {
 public:
  std::size_t take(std::size_t size) {
    const auto fit = by_size_.lower_bound({size, 0});
    if (fit == by_size_.end()) return grow(size);
    const auto [free_size, offset] = *fit;
    erase(offset, free_size);
    if (free_size > size) insert(offset + size, free_size - size);
    return offset;
  }

  void give(std::size_t offset, std::size_t size) {
    auto next = by_offset_.lower_bound(offset);
    if (next != by_offset_.end() && next->first == offset + size) {
      size += next->second;
      erase(next->first, next->second);
    }
    next = by_offset_.lower_bound(offset);
    if (next != by_offset_.begin()) {
      const auto [before, before_size] = *std::prev(next);
      if (before + before_size == offset) {
        erase(before, before_size);
        offset = before;
        size += before_size;
      }
    }
    insert(offset, size);
  }

  std::size_t bytes() const { return end_; }

 private:
  // A free block at the end is extended rather than left behind.
  std::size_t grow(std::size_t size) {
    std::size_t offset = end_;
    if (!by_offset_.empty()) {
      const auto [last, last_size] = *by_offset_.rbegin();
      if (last + last_size == end_) {
        erase(last, last_size);
        offset = last;
      }
    }
    end_ = offset + size;
    return offset;
  }
  void insert(std::size_t offset, std::size_t size) {
    by_offset_.emplace(offset, size);
    by_size_.emplace(size, offset);
  }
  void erase(std::size_t offset, std::size_t size) {
    by_offset_.erase(offset);
    by_size_.erase({size, offset});
  }

  std::map<std::size_t, std::size_t> by_offset_;
  std::set<std::pair<std::size_t, std::size_t>> by_size_;
  std::size_t end_ = 0;
};

/// Blocks smaller than a cache line, in sizes that are powers of two: scalars lie side by side.
class SmallBlocks {
 public:
  std::size_t take(std::size_t size) {
    std::vector<std::size_t>& free = free_[order(size)];
    if (!free.empty()) {
      const std::size_t offset = free.back();
      free.pop_back();
      return offset;
    }
    const std::size_t offset = (end_ + size - 1) / size * size;
    end_ = offset + size;
    return offset;
  }
  void give(std::size_t offset, std::size_t size) { free_[order(size)].push_back(offset); }
  std::size_t bytes() const { return (end_ + cache_line - 1) / cache_line * cache_line; }

 private:
  static std::size_t order(std::size_t size) { return static_cast<std::size_t>(std::countr_zero(size)); }

  std::array<std::vector<std::size_t>, 6> free_;
  std::size_t end_ = 0;
};

class Planner {
 public:
  Planner(const Tape& tape, std::size_t bytes_per_entry) : tape_(tape), bytes_per_entry_(bytes_per_entry) {
    plan_.results.resize(tape.instructions.size(), {0, Tape::no_value, 0});
  }

  Plan plan() {
    find_last_uses();
    for (std::size_t i = 0; i < tape_.instructions.size(); ++i) {
      if (size(i) > 0) place(i);
      place_scratch(i);
      // Operands that die here are freed only now: a result overlaps none of its inputs.
      for (const std::size_t value : tape_.operands_of(tape_.instructions[i]))
        if (dies_at(value, i)) release(value - tape_.first_result());
    }
    for (std::size_t i = 0; i < plan_.results.size(); ++i) {
      if (size(i) >= cache_line) plan_.results[i].offset += small_.bytes();
      plan_.results[i].scratch += small_.bytes();
    }
    plan_.bytes = small_.bytes() + large_.bytes();
    return std::move(plan_);
  }

 private:
  static constexpr std::size_t forever = static_cast<std::size_t>(-1);

  void find_last_uses() {
    last_use_.assign(tape_.instructions.size(), 0);
    appearances_.assign(tape_.instructions.size(), 0);
    const auto use = [this](std::size_t value, std::size_t when) {
      if (tape_.is_result(value)) last_use_[value - tape_.first_result()] = when;
    };
    for (std::size_t i = 0; i < tape_.instructions.size(); ++i)
      for (const std::size_t value : tape_.operands_of(tape_.instructions[i])) use(value, i);
    for (const std::size_t value : tape_.outputs) use(value, forever);
    for (const Tape::Assignment& update : tape_.updates) use(update.value, forever);
  }

  bool dies_at(std::size_t value, std::size_t i) const {
    return tape_.is_result(value) && last_use_[value - tape_.first_result()] == i;
  }

  static std::size_t in_cache_lines(std::size_t bytes) {
    return (bytes + cache_line - 1) / cache_line * cache_line;
  }

  std::size_t size(std::size_t result) const {
    const std::size_t bytes =
        static_cast<std::size_t>(tape_.instructions[result].expr.shape().size()) * bytes_per_entry_;
    if (bytes == 0) return 0;
    return bytes < cache_line ? std::bit_ceil(bytes) : in_cache_lines(bytes);
  }

  /// As of a result that dies at once.
  void place_scratch(std::size_t i) {
    const Expr& expr = tape_.instructions[i].expr;
    const std::size_t bytes = in_cache_lines(expr.op().scratch(expr) * bytes_per_entry_);
    if (bytes == 0) return;
    plan_.results[i].scratch = large_.take(bytes);
    large_.give(plan_.results[i].scratch, bytes);
  }

  void place(std::size_t i) {
    Plan::Buffer& buffer = plan_.results[i];
    buffer.overwritten = overwritten_operand(i);
    if (buffer.overwritten != Tape::no_value) {
      const std::size_t operand = buffer.overwritten - tape_.first_result();
      buffer.offset = plan_.results[operand].offset;
      last_use_[operand] = forever;  // its buffer lives on in this result
      return;
    }
    buffer.offset = size(i) < cache_line ? small_.take(size(i)) : large_.take(size(i));
  }

  std::size_t overwritten_operand(std::size_t i) {
    const Tape::Instruction& instruction = tape_.instructions[i];
    const auto operands = tape_.operands_of(instruction);
    for (const std::size_t value : operands)
      if (tape_.is_result(value)) ++appearances_[value - tape_.first_result()];
    std::size_t found = Tape::no_value;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      if (!tape_.is_result(operands[k])) continue;
      const std::size_t appearances = appearances_[operands[k] - tape_.first_result()];
      if (found == Tape::no_value && appearances == 1 && dies_at(operands[k], i) &&
          instruction.expr.op().may_overwrite(k) && instruction.expr.input(k).shape() == instruction.expr.shape())
        found = operands[k];
    }
    for (const std::size_t value : operands)
      if (tape_.is_result(value)) appearances_[value - tape_.first_result()] = 0;
    return found;
  }

  void release(std::size_t result) {
    last_use_[result] = forever;  // an operand may appear twice
    const std::size_t bytes = size(result);
    if (bytes == 0) return;
    if (bytes < cache_line)
      small_.give(plan_.results[result].offset, bytes);
    else
      large_.give(plan_.results[result].offset, bytes);
  }

  const Tape& tape_;
  std::size_t bytes_per_entry_;
  std::vector<std::size_t> last_use_;     // by instruction
  std::vector<std::size_t> appearances_;  // by instruction, among the operands of one other; else 0
  SmallBlocks small_;
  LargeBlocks large_;
  Plan plan_;
};

}  // namespace

Plan plan_buffers(const Tape& tape, std::size_t bytes_per_entry) { return Planner(tape, bytes_per_entry).plan(); }

}  // namespace matgrad
