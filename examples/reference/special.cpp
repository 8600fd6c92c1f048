// Special functions: Circular and hyperbolic functions, error function, gamma functions, entropy terms.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void special(Given& given, Show& show) {
  const Expr x = given("x", {{-1, 0, 0.5}});
  const Expr y = given("y", {{0.5, 1, 2}});
  const Expr p = given("p", {{0, 0.25, 0.5}});

  // [sin]
  show(sin(x));
  // sin(x) = -0.8415  0  0.4794

  // [cos]
  show(cos(x));
  // cos(x) = 0.5403  1  0.8776

  // [tan]
  show(tan(x));
  // tan(x) = -1.557  0  0.5463

  // [asin]
  show(asin(x));
  // asin(x) = -1.571  0  0.5236

  // [acos]
  show(acos(x));
  // acos(x) = 3.142  1.571  1.047

  // [atan]
  show(atan(x));
  // atan(x) = -0.7854  0  0.4636

  // [sinh]
  show(sinh(x));
  // sinh(x) = -1.175  0  0.5211

  // [cosh]
  show(cosh(x));
  // cosh(x) = 1.543  1  1.128

  // [tanh]
  show(tanh(x));
  // tanh(x) = -0.7616  0  0.4621

  // [hypot]
  show(hypot(x, y));
  // hypot(x, y) = 1.118  1  2.062

  // [atan2]
  show(atan2(x, y));
  // atan2(x, y) = -1.107  0  0.245

  // [erf]
  show(erf(x));
  // erf(x) = -0.8427  0  0.5205

  // [erfc]
  show(erfc(x));
  // erfc(x) = 1.843  1  0.4795

  // [normal_cdf]
  show(normal_cdf(x));
  // normal_cdf(x) = 0.1587  0.5  0.6915

  // [lgamma]
  show(lgamma(y));
  // lgamma(y) = 0.5724  0  0

  // [digamma]
  show(digamma(y));
  // digamma(y) = -1.964  -0.5772  0.4228

  // [polygamma]
  show(polygamma(1, y));
  // polygamma[1](y) = 4.935  1.645  0.6449

  // [xlogy]
  show(xlogy(p, y));
  // xlogy(p, y) = 0  0  0.3466

  // [xlog1py]
  show(xlog1py(p, x));
  // xlog1py(p, x) = 0  0  0.2027

  // [xdivy]
  show(xdivy(p, y));
  // xdivy(p, y) = 0  0.25  0.25

  // [xlogx]
  show(xlogx(p));
  // xlogy(p, p) = 0  -0.3466  -0.3466

  // [binary_entropy]
  show(binary_entropy(p));
  // −xlogy(p, p) − xlog1py(1 − p, −p) = 0  0.5623  0.6931

  // [logaddexp]
  show(logaddexp(x, y));
  // logaddexp(x, y) = 0.7014  1.313  2.201
}

}  // namespace matgrad::examples
