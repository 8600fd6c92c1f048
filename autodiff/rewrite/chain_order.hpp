#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "matgrad/autodiff/rewrite/linear_unit.hpp"

namespace matgrad {

/// Whether the product of these neighbouring factors is computed anyway, so that using it costs nothing.
using IsComputed = std::function<bool(std::span<const Factor>)>;

/// The bracketing of a chain of at least two factors with the fewest floating-point operations.
class ChainOrder {
 public:
  /// Optimal up to 24 factors (dynamic programming, Cormen et al., Introduction to Algorithms, 15.2); longer
  /// chains are worked off in windows of that length.
  static constexpr std::size_t longest = 24;

  ChainOrder(std::span<const Factor> chain, const IsComputed& is_computed);

  double flops() const { return best(0, size_ - 1).flops; }
  /// The product of factors first … last splits behind this factor.
  std::size_t split(std::size_t first, std::size_t last) const { return best(first, last).split; }

 private:
  struct Best {
    double flops = 0;
    std::size_t split = 0;
  };
  const Best& best(std::size_t first, std::size_t last) const { return table_[first * size_ + last]; }

  std::size_t size_;
  std::vector<Best> table_;
};

/// A chain of at most ChainOrder::longest factors with the same product: runs of that length at the left or at the
/// right end, whichever costs less, are replaced by their product as `multiply` gives it.
using Multiply = std::function<Factor(std::span<const Factor>)>;
std::vector<Factor> shortened(std::vector<Factor> chain, const IsComputed& is_computed, const Multiply& multiply);

/// The fewest floating-point operations of a chain so treated; 0 for fewer than two factors.
double chain_flops(std::span<const Factor> chain, const IsComputed& is_computed);

}  // namespace matgrad
