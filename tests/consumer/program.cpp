// The whole small example of the README, as users would write it, with its results compared.
#include <matgrad/matgrad.hpp>

#include <Eigen/Core>

using namespace matgrad;

namespace {

bool close(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && (a - b).norm() <= 1e-12 * (1 + b.norm());
}

}  // namespace

int main() {
  Expr W = variable("W", 3, 6), x = variable("x", 6, 1);
  Expr K = named("K", transpose(W) * W * x - x);
  Expr L = 0.5 * squared_norm(K);
  Expr dW = gradient(L, W);
  fmt::print("{}\n\n{}\n", dW, derive(L, W));

  const Eigen::MatrixXd W0 = Eigen::MatrixXd::Random(3, 6);
  const Eigen::MatrixXd x0 = Eigen::MatrixXd::Random(6, 1);
  const Eigen::MatrixXd K0 = W0.transpose() * (W0 * x0) - x0;
  const Eigen::MatrixXd dW0 = W0 * (K0 * x0.transpose() + x0 * K0.transpose());

  Function f({W, x}, {L, dW});
  auto [loss, grad] = f(W0, x0);
  Workspace w(f);
  auto [l, g] = f(w, W0, x0);

  // An owning result is made here and grown here, whatever flags the library was compiled with.
  Eigen::MatrixXd kept = grad;
  kept.conservativeResize(300, 300);

  const GradientCheck check = check_gradient(L, {W, x}, {W0, x0});
  fmt::print("{}\n", check);

  const bool right = check.passed() && close(loss, Eigen::MatrixXd::Constant(1, 1, 0.5 * K0.squaredNorm())) &&
                     close(grad, dW0) && close(l, loss) && close(g, grad) &&
                     fmt::format("{}", dW) == "W (K xᵀ + x Kᵀ)";
  fmt::print("{}\n", right ? "right" : "wrong");
  return right ? 0 : 1;
}
