#include "matgrad/autodiff/rewrite/factoring_function.hpp"

#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"

namespace matgrad {

std::optional<FactoringFunction> factoring_function(const Expr& expr) {
  if (expr.inputs().empty() || expr.input(0).rows() != expr.input(0).cols()) return std::nullopt;
  if (is_call<inverse>(expr)) return FactoringFunction::inverse;
  if (is_call<solve>(expr)) return FactoringFunction::solve;
  if (is_call<log_det>(expr)) return FactoringFunction::log_det;
  if (is_call<log_abs_det>(expr)) return FactoringFunction::log_abs_det;
  if (is_call<determinant>(expr)) return FactoringFunction::determinant;
  if (is_call<cholesky>(expr)) return FactoringFunction::cholesky;
  if (is_call<cofactor>(expr)) return FactoringFunction::cofactor;
  if (is_call<rcond>(expr)) return FactoringFunction::rcond;
  return std::nullopt;
}

bool is_determinant(FactoringFunction function) {
  return function == FactoringFunction::log_det || function == FactoringFunction::log_abs_det ||
         function == FactoringFunction::determinant;
}

}  // namespace matgrad
