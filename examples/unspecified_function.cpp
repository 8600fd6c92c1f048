#include <matgrad/matgrad.hpp>

// A function of which only the name is known: derivatives in terms of f′ and f″, and numbers once a definition is
// put in its place.

using namespace matgrad;

int main() {
  const ElementwiseFunction f = elementwise_function("f");
  const Expr w = variable("w", 3), x = variable("x", 3);
  const Expr L = f(dot(w, x));
  fmt::print("∂L/∂w = {}\n", gradient(L, w));
  fmt::print("∂²L/∂w² along x: {}\n", hessian_product(L, w, x));

  const auto define = [&](const Expr& expr) {
    return substitute(expr, f, [](const Operand& z) { return tanh(z); });
  };
  fmt::print("with f = tanh: {}\n", define(gradient(L, w)));
  const Eigen::MatrixXd w0 = Eigen::Vector3d(0.2, -0.4, 0.1), x0 = Eigen::Vector3d(1, 2, 3);
  const GradientCheck check = check_gradient(define(L), {w, x}, {w0, x0});
  fmt::print("{}\n", check);
  return check.passed() ? 0 : 1;
}
