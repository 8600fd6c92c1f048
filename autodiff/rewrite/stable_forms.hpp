#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// What is written shorter than it should be computed, and how it keeps its digits: 1 − A² as (1 − A) (1 + A),
/// 1 − σ(A) as σ(−A), log(1 + A) as log1p(A), and others like them.
std::vector<Rule> stable_forms();

}  // namespace matgrad
