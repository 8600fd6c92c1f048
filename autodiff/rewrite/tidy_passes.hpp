#pragma once

#include <array>
#include <span>

#include "matgrad/autodiff/rewrite/pass.hpp"

namespace matgrad {

// What tidy does, with a form by tidy_rules, which each round of collecting starts anew.

/// Like terms and factors are collected, until that changes nothing.
std::span<const Pass> collecting_passes();
/// What terms have in common is taken out of them.
std::span<const Pass> factoring_passes();
/// After which collecting starts again if they changed anything: a power holds its base once.
std::span<const Pass> power_passes();
/// Last: what they leave is no normal form.
std::span<const Pass> writing_passes();

/// All of them, in the order of their first use.
inline std::array<std::span<const Pass>, 4> tidy_passes() {
  return {collecting_passes(), factoring_passes(), power_passes(), writing_passes()};
}

}  // namespace matgrad
