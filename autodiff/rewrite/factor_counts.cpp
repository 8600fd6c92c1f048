#include "matgrad/autodiff/rewrite/factor_counts.hpp"

#include <algorithm>

namespace matgrad {

void FactorCounts::add(const Expr& factor, std::ptrdiff_t count) {
  const auto [place, is_new] = places_.insert(factor.id(), factors_.size());
  if (is_new) factors_.push_back({factor, 0});
  factors_[*place].count += count;
  total_ += count;
}

void FactorCounts::remove(const Expr& factor, std::ptrdiff_t count) { add(factor, -count); }

std::ptrdiff_t FactorCounts::count(const Expr& factor) const {
  const std::size_t* place = places_.find(factor.id());
  return place == nullptr ? 0 : factors_[*place].count;
}

void cancel(FactorCounts& above, FactorCounts& below) {
  const std::vector<FactorCounts::Factor> factors = above.factors();
  for (const auto& [expr, count] : factors) {
    const std::ptrdiff_t both = std::min(count, below.count(expr));
    if (both == 0) continue;
    above.remove(expr, both);
    below.remove(expr, both);
  }
}

}  // namespace matgrad
