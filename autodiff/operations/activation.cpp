#include "matgrad/autodiff/operations/activation.hpp"

#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/special.hpp"

namespace matgrad {

Expr leaky_relu(const Operand& a, double slope) { return select(greater(a, 0), a, slope * a); }

// minimum(a, 0) keeps the exponential of a large a out of the derivative.
Expr elu(const Operand& a, double alpha) { return select(greater(a, 0), a, alpha * expm1(minimum(a, 0))); }

Expr selu(const Operand& a) {
  constexpr double lambda = 1.0507009873554804934, alpha = 1.6732632423543772848;
  return lambda * elu(a, alpha);
}

Expr gelu(const Operand& a) { return hadamard(a, normal_cdf(a)); }
Expr log_sigmoid(const Operand& a) { return -softplus(-a); }

}  // namespace matgrad
