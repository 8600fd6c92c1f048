#pragma once

#include <set>
#include <vector>

#include "matgrad/autodiff/language/shape_solver.hpp"

namespace matgrad {

/// Numbers for sizes that nothing says.
class SizeChoice {
 public:
  /// `preferred` come first, one for each size; then small numbers that stand for no other size.
  SizeChoice(ShapeSolver& solver, std::size_t nodes, std::vector<Index> preferred)
      : solver_(solver), nodes_(nodes), preferred_(std::move(preferred)) {}

  /// The least number that is in use nowhere.
  Index fresh();
  /// Gives the size a number that nothing else has if it can; some operations take certain numbers only. False if
  /// it had one. Throws ParseError where no number fits.
  bool choose(SizeSystem::Size size);
  /// The numbers that were chosen, in order.
  const std::vector<Index>& chosen() const { return chosen_; }

 private:
  bool fits(SizeSystem::Size size, Index value);

  ShapeSolver& solver_;
  std::size_t nodes_;
  std::vector<Index> preferred_, chosen_;
  std::set<Index> used_;
  Index next_ = 3;
};

}  // namespace matgrad
