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

  // [row_logsumexp]
  show(row_logsumexp(X));
  // logsumexp(Xᵀ)ᵀ =
  //   2.127
  //   1.313
  //   3.049

  // [row_softmax]
  show(row_softmax(X));
  // softmax(Xᵀ)ᵀ =
  //    0.8808   0.1192
  //    0.7311   0.2689
  //   0.04743   0.9526

  // [row_log_softmax]
  show(row_log_softmax(X));
  // log_softmax(Xᵀ)ᵀ =
  //   -0.1269    -2.127
  //   -0.3133    -1.313
  //    -3.049  -0.04859

  // [cross_entropy]
  show(cross_entropy(X, T));
  // cross_entropy(X, T) = 0.2513

  // [binary_cross_entropy]
  show(binary_cross_entropy(X, T));
  // binary_cross_entropy(X, T) = 1.784
}

}  // namespace matgrad::examples
