#pragma once

#include <span>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The rules of tidy, beyond the normal form. Each lowers `reading_effort`.
std::span<const Rule> tidy_rules();

}  // namespace matgrad
