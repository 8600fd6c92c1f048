#pragma once

#include "matgrad/autodiff/rewrite/pass.hpp"

namespace matgrad {

/// What lower does, in this order, with a form by lower_rules for machines.
std::span<const Pass> lower_passes();

}  // namespace matgrad
