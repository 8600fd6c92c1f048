#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// Expressions in normal form with equal factors of elementwise products as powers: K ∘ A ∘ K is K.^2 ∘ A.
std::vector<Expr> gather_powers(const Graph& graph, NormalFormBuilder& form);

}  // namespace matgrad
