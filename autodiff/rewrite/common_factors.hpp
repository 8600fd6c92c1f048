#pragma once

#include <vector>

#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// In every sum, takes out a factor that leads, or else trails, several terms, in matrix or elementwise products,
/// when the numbers and scalars of these terms agree up to sign; else the scalars of terms that agree in all other
/// factors are added up. Introduces no identity matrix.
std::vector<Expr> factor_out(const Graph& graph, NormalFormBuilder& form,
                             std::vector<Followed>* followed = nullptr);

/// The same for one sum, whose terms stay as they are; any other expression is given back.
Expr factored_sum(const Expr& sum, NormalFormBuilder& form);

}  // namespace matgrad
