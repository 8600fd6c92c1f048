#include <matgrad/matgrad.hpp>

// A loss as it stands on paper; its gradient as a formula, as a derivation, as numbers, and checked.

using namespace matgrad;

int main() {
  Expr W = variable("W", 3, 6), x = variable("x", 6, 1);
  Expr K = named("K", transpose(W) * W * x - x);
  Expr L = 0.5 * squared_norm(K);
  Expr dW = gradient(L, W);  // an expression like any other
  fmt::print("{}\n\n", dW);
  fmt::print("{}\n", derive(L, W));  // the backward pass, step by step, both paths to W

  Function f({W, x}, {L, dW});  // simplified, ordered on a tape, buffers planned
  Eigen::MatrixXd W0(3, 6), x0(6, 1);
  W0 << 1, 0, 2, 0, 1, 0,  //
      0, 1, 0, 1, 0, -1,   //
      1, 0, -1, 0, 1, 0;
  x0 << 1, 2, 0, -1, 0.5, 0;
  auto [loss, grad] = f(W0, x0);  // Eigen matrices in, owning matrices out, from any thread
  fmt::print("L = {}, largest entry of the gradient {}\n", loss(0, 0), grad.maxCoeff());

  Workspace w(f);
  auto [l, g] = f(w, W0, x0);  // views into w: no allocation, no lock
  fmt::print("the same: {}\n\n", l == loss && g == grad);

  const GradientCheck check = check_gradient(L, {W, x}, {W0, x0});  // against finite differences
  fmt::print("{}\n", check);                                        // a readable table
  return check.passed() ? 0 : 1;
}
