// Linear algebra, spectra: Eigenvalues and functions of matrices.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void spectra(Given& given, Show& show) {
  const Expr S = given("S", {{2, 1}, {1, 2}});
  const Expr A = given("A", {{0, 1}, {-1, 0}});
  const Expr E = given("E", {{1, 0}, {0, 0}});
  const Expr M = given("M", {{1, 2}, {3, 4}});
  const Expr s = given("s", {{1}, {3}});

  // [eigh]
  show(eigh(S));
  // eigh(S) =
  //         1   0.7071   0.7071
  //         3  -0.7071   0.7071

  // [eigenvalues]
  show(eigenvalues(S));
  // eigenvalues(S) =
  //   1
  //   3

  // [eigenvectors]
  show(eigenvectors(S));
  // eigenvectors(S) =
  //    0.7071   0.7071
  //   -0.7071   0.7071

  // [divide_by_gaps]
  show(divide_by_gaps(M, s));
  // divide_by_gaps(M, s) =
  //      0     1
  //   -1.5     0

  // [symmetric_function]
  show(symmetric_function(S, SpectralFunction::power(0.5)));
  // symmetric_sqrt(S) =
  //   1.366  0.366
  //   0.366  1.366

  // [symmetric_function_derivative]
  show(symmetric_function_derivative(S, SpectralFunction::log(), {E}));
  // symmetric_log_derivative(S, E) =
  //     0.608  -0.1667
  //   -0.1667  0.05868

  // [symmetric_exp]
  show(symmetric_exp(S));
  // symmetric_exp(S) =
  //    11.4  8.684
  //   8.684   11.4

  // [symmetric_log]
  show(symmetric_log(S));
  // symmetric_log(S) =
  //   0.5493  0.5493
  //   0.5493  0.5493

  // [symmetric_sqrt]
  show(symmetric_sqrt(S));
  // symmetric_sqrt(S) =
  //   1.366  0.366
  //   0.366  1.366

  // [symmetric_inverse_sqrt]
  show(symmetric_inverse_sqrt(S));
  // symmetric_inverse_sqrt(S) =
  //    0.7887  -0.2113
  //   -0.2113   0.7887

  // [symmetric_power]
  show(symmetric_power(S, 2));
  // symmetric_power[2](S) =
  //   5  4
  //   4  5

  // [matrix_exponential]
  show(matrix_exponential(A));
  // matrix_exponential(A) =
  //    0.5403   0.8415
  //   -0.8415   0.5403

  // [matrix_exponential_derivative]
  show(matrix_exponential_derivative(A, E));
  // matrix_exponential_derivative(A, E) =
  //    0.6909   0.4207
  //   -0.4207  -0.1506
}

}  // namespace matgrad::examples
