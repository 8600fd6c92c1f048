#include <matgrad/matgrad.hpp>

// Training is a Function with updates: each call reads its inputs, then overwrites those that have a new value.
// Here logistic regression by gradient descent with momentum; the velocity is a leaf with an update like the
// weights.
// What runs is made of value_and_gradient; gradient is what one reads.

using namespace matgrad;

int main() {
  const Expr X = variable("X", 2, 6), t = variable("t", 1, 6);  // a sample in each column
  const Expr w = parameter("w", 1, 2), b = parameter("b", 1), velocity = variable("v", 1, 2);
  const Expr L = named("L", binary_cross_entropy(w * X + b, t));

  const auto [loss, dw, db] = value_and_gradient(L, {w, b});
  const Expr next_velocity = 0.9 * velocity - 0.1 * dw;
  const Function step({w, b, velocity, X, t}, {loss},
                      {{w, w + next_velocity}, {velocity, next_velocity}, {b, b - 0.1 * db}});

  Eigen::MatrixXd X0(2, 6), t0(1, 6);
  X0 << 1, 2, 1.5, -1, -2, -0.5,  //
      0.5, 1, -1, -0.5, 1, -1;
  t0 << 1, 1, 1, 0, 0, 0;
  Eigen::MatrixXd w0 = Eigen::MatrixXd::Zero(1, 2), b0 = Eigen::MatrixXd::Zero(1, 1), v0 = w0;

  Workspace workspace(step);
  double first = 0, last = 0;
  for (int i = 0; i <= 100; ++i) {
    last = step(workspace, w0, b0, v0, X0, t0)[0](0, 0);  // the loss before this step
    if (i == 0) first = last;
    if (i % 20 == 0) fmt::print("step {:3}   L = {:.6f}   w = ({:.4f}, {:.4f})\n", i, last, w0(0, 0), w0(0, 1));
  }
  return last < 0.1 * first ? 0 : 1;
}
