// Derivatives and checks: Gradients and higher derivatives as expressions, derivations, checks.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void derivatives(Given& given, Show& show) {
  const Expr W = given("W", {{1, 2}, {0, 1}});
  const Expr x = given("x", {{1}, {-1}});
  const Expr v = given("v", {{1}, {0}});

  // [gradient]
  const Expr dW = gradient(squared_norm(W * x), W);
  show(dW);
  // 2 W x xᵀ =
  //   -2   2
  //   -2   2

  // [value_and_gradient]
  const auto [loss, raw] = value_and_gradient(squared_norm(W * x), W);
  show(raw);
  // 2 (1) (W x) xᵀ =
  //   -2   2
  //   -2   2

  // [directional_derivative]
  show(directional_derivative(W * x, x, v));
  // W v =
  //   1
  //   0

  // [jacobian]
  show(jacobian(square(W * x), x));
  // concatenate_vertically(2 ([1; 0] ∘ (W x))ᵀ W, 2 ([0; 1] ∘ (W x))ᵀ W) =
  //   -2  -4
  //    0  -2

  // [hessian]
  show(hessian(squared_norm(W * x), x));
  // concatenate_vertically(2 [1; 0]ᵀ Wᵀ W, 2 [0; 1]ᵀ Wᵀ W) =
  //    2   4
  //    4  10

  // [hessian_product]
  show(hessian_product(squared_norm(W * x), x, v));
  // 2 Wᵀ W v =
  //   2
  //   4

  // [Adjoints]
  const Expr z = hadamard(x, W * x);
  const Adjoints adjoints(z, ones_like(z), std::vector<Expr>{x});
  for (const Contribution& part : adjoints.contributions(x)) show(part.value);
  // 1 ∘ (W x) =
  //   -1
  //   -1
  // Wᵀ (1 ∘ x) =
  //   1
  //   1

  // [substitute]
  const Expr linear = W * x;
  show(substitute(linear, {{x, v}}));
  // W v =
  //   1
  //   0

  // [elementwise_function]
  const ElementwiseFunction f = elementwise_function("f");
  show(fmt::format("{}", gradient(sum(f(W * x)), x)));
  // Wᵀ f′(W x)

  // [to_latex]
  show(to_latex(dW, {{"W", "W*"}}));
  // 2 W^{*} x x^{\top}

  // [to_mathml]
  show(to_mathml(dW, {}, MathDisplay::inline_text).substr(0, 48));
  // <math xmlns="http://www.w3.org/1998/Math/MathML"

  // [index_form]
  show(to_text(notation_of(index_form(dW), "∂L/∂W")));
  // ∂L/∂W_kl = 2 x_l Σᵢ W_ki x_i

  // [derive]
  show(to_text(derive(sum(square(x)), x)));
  // Forward
  //   t₁ = x.^2    2×1
  //   L = sum(t₁)  1×1
  //
  // Backward
  //   ∂L/∂t₁ = 1  2×1  z = sum(A): ∂L/∂A = (∂L/∂z) 1
  //
  // ∂L/∂x
  //   ∂L/∂x = 2 ((∂L/∂t₁) ∘ x) = 2 x  in t₁ = x.^2  Z = A.^2: ∂L/∂A = 2 ((∂L/∂Z) ∘ A)
  //   closed form: ∂L/∂x = 2 x  (2×1)

  // [check_gradient]
  const Eigen::MatrixXd x0 = Eigen::Vector2d(1, -1);
  show(to_text(check_gradient(sum(exp(x)), {x}, {x0}).variables[0].verdict));
  // passed
}

}  // namespace matgrad::examples
