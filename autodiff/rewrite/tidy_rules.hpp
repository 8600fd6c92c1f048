#pragma once

#include <span>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The rules of tidy, beyond the normal form. Each lowers `reading_effort`.
std::span<const Rule> tidy_rules();

/// The measure of tidy, over the expression written out: a leaf counts 1; a sum, product, transpose or name 1 more
/// than what it is applied to; any other operation twice that, so that transposes move outwards.
double reading_effort(const Expr& expr);

}  // namespace matgrad
