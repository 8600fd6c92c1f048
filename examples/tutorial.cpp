#include <fmt/core.h>

#include <vector>

#include <matgrad/matgrad.hpp>

// The second half of docs/tutorial.md: a formula that is read from text, derived, checked, graded and run.

using namespace matgrad;

int main() {
  const Formula formula = parse_formula("W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2");
  const Expr L = formula.result, W = formula.variables[0], x = formula.variables[1];
  const Expr dW = gradient(L, W);
  fmt::print("{}\n\n", dW);

  const DrawnValues drawn = draw_values(std::vector<Expr>{L, dW}, {});
  const Derivation derivation = checked(derive(L, W), drawn.values);
  for (const DerivationPath& path : derivation.paths(W)) fmt::print("{}\n", to_text(path.formula));
  fmt::print("{}\n\n", derivation.check()->passed() ? "passed" : "failed");

  const Expr K = formula.definitions[0].second;
  const Grade graded = grade(L, W, W * K * transpose(x));
  fmt::print("{}\n", graded.right() ? "right" : "wrong: " + graded.diagnoses.at(0).slip);

  const Eigen::MatrixXd W0 = Eigen::MatrixXd::Identity(3, 6), x0 = Eigen::MatrixXd::Ones(6, 1);
  fmt::print("{}\n", evaluate(L, {{W, W0}, {x, x0}})(0, 0));
  const Function f({W, x}, {L, dW});
  const auto [loss, slope] = f(W0, x0);
  fmt::print("{} {}\n", loss(0, 0), slope.sum());
}
