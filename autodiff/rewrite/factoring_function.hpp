#pragma once

#include <optional>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// The public functions that factor their first input, a square matrix.
enum class FactoringFunction { inverse, solve, log_det, log_abs_det, determinant, cholesky, cofactor, rcond };

/// Which of them built `expr`, if one did.
std::optional<FactoringFunction> factoring_function(const Expr& expr);

/// Whether it is log_det, log_abs_det or determinant.
bool is_determinant(FactoringFunction function);

}  // namespace matgrad
