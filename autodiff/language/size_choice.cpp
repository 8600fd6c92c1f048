#include "matgrad/autodiff/language/size_choice.hpp"

namespace matgrad {

Index SizeChoice::fresh() {
  if (used_.empty()) {
    used_.insert({0, 1, 2});
    for (std::size_t i = 0; i < nodes_; ++i)
      for (SizeSystem::Size size : {solver_.shape(i).rows, solver_.shape(i).cols})
        if (const auto value = solver_.sizes().value(size)) used_.insert(*value);
  }
  while (used_.contains(next_)) ++next_;
  return next_;
}

bool SizeChoice::fits(SizeSystem::Size size, Index value) {
  if (!solver_.tried([&] { return solver_.sizes().set(size, value); })) return false;
  used_.insert(value);
  chosen_.push_back(value);
  return true;
}

bool SizeChoice::choose(SizeSystem::Size size) {
  if (solver_.sizes().value(size)) return false;
  Index value = fresh();
  if (chosen_.size() < preferred_.size() && fits(size, preferred_[chosen_.size()])) return true;
  for (int attempt = 0; attempt < 12; ++attempt) {
    if (fits(size, value)) return true;
    do ++value;
    while (used_.contains(value));
  }
  for (const Index other : std::vector(used_.rbegin(), used_.rend()))
    if (fits(size, other)) return true;
  if (!solver_.sizes().set(size, fresh()) || !solver_.propagate()) solver_.fail();
  return true;
}

}  // namespace matgrad
