#pragma once

#include <span>

#include "matgrad/autodiff/rewrite/rule.hpp"

namespace matgrad {

/// The rules of tidy, beyond the normal form. Each lowers `reading_effort`.
std::span<const Rule> tidy_rules();

/// The measure of tidy: each operation that is not a sum, product, name or leaf counts 2, the others 1, over the
/// expression written out.
double reading_effort(const Expr& expr);

}  // namespace matgrad
