// Losses: Softmax and what classifiers are trained with.

#include "examples/reference/pages.hpp"

#include <matgrad/matgrad.hpp>

namespace matgrad::examples {

void losses(Given& given, Show& show) {
  const Expr X = given("X", {{2, 0}, {1, 0}, {0, 3}});
  const Expr T = given("T", {{1, 0}, {0, 0}, {0, 1}});

  // [logsumexp]
  show(logsumexp(X));
  // logsumexp(X) = 2.408  3.095

  // [softmax]
  show(softmax(X));
  // softmax(X) =
  //    0.6652  0.04528
  //    0.2447  0.04528
  //   0.09003   0.9094

  // [log_softmax]
  show(log_softmax(X));
  // log_softmax(X) =
  //    -0.4076    -3.095
  //     -1.408    -3.095
  //     -2.408  -0.09492

  // [cross_entropy]
  show(cross_entropy(X, T));
  // cross_entropy(X, T) = 0.2513

  // [binary_cross_entropy]
  show(binary_cross_entropy(X, T));
  // binary_cross_entropy(X, T) = 1.784
}

}  // namespace matgrad::examples
