#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// Expressions in normal form as one writes them, which is no longer normal form: xᵀ − yᵀ is (x − y)ᵀ, Aᵀ + A is
/// A + Aᵀ, (−A + B) C is (B − A) C, and among scalars letters and functions of a letter come first.
std::vector<Expr> follow_conventions(const Graph& graph, NormalFormBuilder& form);

}  // namespace matgrad
