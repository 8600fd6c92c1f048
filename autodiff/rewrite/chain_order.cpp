#include "matgrad/autodiff/rewrite/chain_order.hpp"

#include <algorithm>

#include "matgrad/autodiff/operations/layout.hpp"

namespace matgrad {

ChainOrder::ChainOrder(std::span<const Factor> chain, const IsComputed& is_computed)
    : size_(chain.size()), table_(size_ * size_) {
  const auto size = [](Index n) { return static_cast<double>(n); };
  for (std::size_t length = 2; length <= size_; ++length) {
    for (std::size_t first = 0; first + length <= size_; ++first) {
      const std::size_t last = first + length - 1;
      Best& entry = table_[first * size_ + last];
      entry = {-1, first};
      for (std::size_t split = first; split < last; ++split) {
        const double flops =
            best(first, split).flops + best(split + 1, last).flops +
            2 * size(chain[first].shape().rows) * size(chain[split].shape().cols) * size(chain[last].shape().cols);
        if (entry.flops < 0 || flops < entry.flops) entry = {flops, split};
      }
      if (length < size_ && is_computed(chain.subspan(first, length))) entry.flops = 0;
    }
  }
}

namespace {

enum class ChainEnd { left, right };

std::vector<Factor> shortened_at(std::vector<Factor> chain, ChainEnd end, const Multiply& multiply) {
  constexpr auto longest = static_cast<std::ptrdiff_t>(ChainOrder::longest);
  while (chain.size() > ChainOrder::longest) {
    const auto begin = end == ChainEnd::left ? chain.begin() : chain.end() - longest;
    *begin = multiply(std::span(begin, ChainOrder::longest));
    chain.erase(begin + 1, begin + longest);
  }
  return chain;
}

double flops_at(std::span<const Factor> chain, ChainEnd end, const IsComputed& is_computed) {
  double flops = 0;
  const std::vector<Factor> rest =
      shortened_at({chain.begin(), chain.end()}, end, [&](std::span<const Factor> run) {
        flops += ChainOrder(run, is_computed).flops();
        return Factor{zeros(run.front().shape().rows, run.back().shape().cols)};
      });
  return flops + ChainOrder(rest, is_computed).flops();
}

}  // namespace

std::vector<Factor> shortened(std::vector<Factor> chain, const IsComputed& is_computed, const Multiply& multiply) {
  if (chain.size() <= ChainOrder::longest) return chain;
  const bool right = flops_at(chain, ChainEnd::right, is_computed) < flops_at(chain, ChainEnd::left, is_computed);
  return shortened_at(std::move(chain), right ? ChainEnd::right : ChainEnd::left, multiply);
}

double chain_flops(std::span<const Factor> chain, const IsComputed& is_computed) {
  if (chain.size() < 2) return 0;
  if (chain.size() <= ChainOrder::longest) return ChainOrder(chain, is_computed).flops();
  return std::min(flops_at(chain, ChainEnd::left, is_computed), flops_at(chain, ChainEnd::right, is_computed));
}

}  // namespace matgrad
