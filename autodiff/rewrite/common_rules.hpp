#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// What is shorter to read and less to compute: the rules that tidy and lower have in common.
std::vector<Rule> common_rules();

}  // namespace matgrad
