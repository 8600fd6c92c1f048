#include <matgrad/matgrad.hpp>

#include <cmath>

// Shapes are fixed when an expression is built. The same model serves another batch size after substitution, which
// infers all shapes anew; no operation keeps another expression's size.

using namespace matgrad;

int main() {
  const Expr W = parameter("W", 10, 784), b = parameter("b", 10);
  const Expr X = variable("X", 784, 32), T = variable("T", 10, 32);  // a sample in each column
  const Expr logits = W * X + columns(b, W * X);
  const Expr L = cross_entropy(logits, T);
  const std::vector<Expr> model = value_and_gradient(L, std::vector{W, b});

  const Expr X_last = variable("X", 784, 7), T_last = variable("T", 10, 7);
  const std::vector<Expr> last = substitute(model, {{X, X_last}, {T, T_last}});
  const Function whole_batch({W, b, X, T}, model), last_batch({W, b, X_last, T_last}, last);
  fmt::print("{} and {} bytes of buffers\n", Workspace(whole_batch).bytes(), Workspace(last_batch).bytes());

  const Eigen::MatrixXd W0 = Eigen::MatrixXd::Constant(10, 784, 0.01), b0 = Eigen::MatrixXd::Zero(10, 1);
  Eigen::MatrixXd X0 = Eigen::MatrixXd::Constant(784, 7, 0.5), T0 = Eigen::MatrixXd::Zero(10, 7);
  T0.row(3).setOnes();
  const double loss = last_batch(W0, b0, X0, T0)[0](0, 0);
  fmt::print("loss of 7 samples: {:.6f}, ten equal classes: log 10 = {:.6f}\n", loss, std::log(10.0));
  return std::abs(loss - std::log(10.0)) < 1e-12 ? 0 : 1;
}
