// Activation functions: What neural networks apply to each entry.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void activation(Given& given, Show& show) {
  const Expr x = given("x", {{-2, -0.5, 0, 1, 3}});

  // [relu]
  show(relu(x));
  // relu(x) = 0  0  0  1  3

  // [leaky_relu]
  show(leaky_relu(x, 0.1));
  // select(x > 0, x, 0.1 x) = -0.2  -0.05  0  1  3

  // [elu]
  show(elu(x));
  // select(x > 0, x, expm1(minimum(x, 0))) = -0.8647  -0.3935  0  1  3

  // [selu]
  show(selu(x));
  // 1.0507009873554805 select(x > 0, x, 1.6732632423543772 expm1(minimum(x, 0))) = -1.52  -0.6918  0  1.051  3.152

  // [gelu]
  show(gelu(x));
  // x ∘ normal_cdf(x) = -0.0455  -0.1543  0  0.8413  2.996

  // [softplus]
  show(softplus(x));
  // softplus(x) = 0.1269  0.4741  0.6931  1.313  3.049

  // [sigmoid]
  show(sigmoid(x));
  // σ(x) = 0.1192  0.3775  0.5  0.7311  0.9526

  // [log_sigmoid]
  show(log_sigmoid(x));
  // −softplus(−x) = -2.127  -0.9741  -0.6931  -0.3133  -0.04859

  // [swish]
  show(swish(x));
  // x ∘ σ(x) = -0.2384  -0.1888  0  0.7311  2.858
}

}  // namespace matgrad::examples
