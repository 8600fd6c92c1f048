#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// Expressions in normal form as one writes numbers, scalars and quotients in a formula: the number that all terms
/// of a sum have in common stands before it, numbers and scalars before traces, sums and other linear operations;
/// factors that are quotients are gathered over one denominator, and what stands above and below cancels
/// (x ∘ (1 / x) is 1, also where x is 0).
std::vector<Expr> gather_fractions(const Graph& graph, NormalFormBuilder& form);

}  // namespace matgrad
