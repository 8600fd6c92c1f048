#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// Expressions in normal form where products of sums are multiplied out, if that makes the formula shorter:
/// (1 − y) ∘ p − y ∘ (1 − p) is p − y, and (a ./ p − b) ∘ p is a − b ∘ p. The measure is reading_effort.
std::vector<Expr> multiply_out(const Graph& graph, NormalFormBuilder& form);

}  // namespace matgrad
