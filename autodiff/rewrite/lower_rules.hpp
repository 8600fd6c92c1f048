#pragma once

#include <span>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The rules of lower, beyond the normal form and the order of products: stable forms, and forms with fewer
/// operations. Each lowers the floating-point operations of eliminations (inverse, solve and determinants of
/// general matrices) or, leaving these, of matrix products or, leaving both, `reading_effort`.
std::span<const Rule> lower_rules();

}  // namespace matgrad
