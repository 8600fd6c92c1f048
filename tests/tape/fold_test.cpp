#include "matgrad/autodiff/tape/fold.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/random.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/reference_matrices.hpp"
#include "support/together.hpp"

namespace matgrad::tests {
namespace {

using Eigen::MatrixXd;

/// The names of the operations that a call runs, in order.
template <class Scalar, std::size_t N>
std::vector<std::string> run_by(const Function<Scalar, N>& f) {
  std::vector<std::string> names;
  for (const Tape::Instruction& instruction : f.tape().instructions)
    names.emplace_back(instruction.expr.op().name());
  return names;
}
using Names = std::vector<std::string>;

const MatrixXd regular{{2, 1}, {1, 3}}, singular{{1, 2}, {2, 4}};

}  // namespace

TEST_CASE("an inverse of a constant, and powers of a constant grid, are computed when the Function is made") {
  const Expr x = variable("x", 2), t = constant(Eigen::VectorXd::LinSpaced(50, 0, 1)), w = variable("w", 3);
  const Function f({x}, inverse(constant(regular)) * x);
  CHECK(run_by(f) == Names{"gemm"});
  CHECK((regular * f(Eigen::Vector2d(1, 2))[0] - Eigen::Vector2d(1, 2)).norm() <= 1e-15);
  const Expr grid = concatenate_horizontally({ones_like(t), t, hadamard(t, t)});
  const Function g({w}, gradient(squared_norm(grid * w - exp(t)), w));
  CHECK(run_by(g) == Names{"gemm", "gemm"});
}

TEST_CASE("a residual is not distributed for a product of constants: its digits would be lost near zero") {
  const Eigen::VectorXd t = Eigen::VectorXd::LinSpaced(1000, 0, 1), y = (5 * t).array().sin();
  MatrixXd G(t.size(), 8);
  for (Index j = 0; j < G.cols(); ++j) G.col(j) = t.array().pow(static_cast<double>(j));
  const MatrixXd least = tests::least_squares_solution_of(G, y);
  const Expr w = variable("w", 8), A = variable("A", 1000, 8), b = variable("b", 1000);
  const Function given({w}, gradient(squared_norm(constant(G) * w - constant(MatrixXd(y))), w));
  const Function bound({w, A, b}, gradient(squared_norm(A * w - b), w));
  CHECK(run_by(given).size() == run_by(bound).size());
  CHECK((given(least)[0] - bound(least, G, MatrixXd(y))[0]).norm() < 1e-12);
}

TEST_CASE("constants of a sum, a product and an elementwise product are taken together") {
  const Expr X = variable("X", 2, 2), C = constant(regular), D = constant(MatrixXd(2 * regular));
  const Expr x = variable("x", 2);
  CHECK(run_by(Function({X}, C + X + D)) == Names{"sum_of"});
  CHECK(Function({X}, C + X + D).tape().operands.size() == 2);
  CHECK(run_by(Function({x}, C * (D * x))) == Names{"gemm"});
  const Function elementwise({X}, hadamard(hadamard(C, X), D));
  CHECK(run_by(elementwise) == Names{"hadamard"});
  CHECK(elementwise.tape().operands.size() == 2);
  CHECK(run_by(Function({X}, trace(X) * (C * D))) == Names{"trace", "scaled_sum"});
}

TEST_CASE("what is cheaper to make again than to read stays an instruction") {
  const Expr X = variable("X", 2, 1000), c = constant(regular.col(0));
  const Function f({X}, X + columns(c, X));
  CHECK(run_by(f) == Names{"columns", "sum_of"});
  // Nothing but its exponential is read at a call.
  const Function g({X}, X + exp(columns(c, X)));
  CHECK(run_by(g) == Names{"sum_of"});
  CHECK(g.tape().constants.size() == 1);
}

TEST_CASE("what is drawn is drawn at each call, and what draws from constants too") {
  const Expr p = constant(MatrixXd::Constant(3, 1, 0.5));
  const Function f({}, {normal(3), bernoulli(0.5 * p + 0.5 * p)});
  CHECK(run_by(f).size() == 2);
  Workspace w(f);
  const MatrixXd first = f(w)[0];
  CHECK(first != f(w)[0]);
}

TEST_CASE("a fold that throws throws at the call, with its text") {
  const Expr x = variable("x", 2), C = constant(singular), K = named("K", 2 * C);
  const Function f({x}, {inverse(K) * x, sum(x)});
  const auto is_error = doctest::Contains("pivot 2 of 2 in the LU factorisation is zero");
  CHECK_THROWS_WITH_AS(f(Eigen::Vector2d(1, 1)), is_error, SingularError);
  CHECK_THROWS_WITH_AS(f(Eigen::Vector2d(1, 1)), doctest::Contains("\n  in K⁻¹"), SingularError);
  // What depends on it stays with it; what does not is folded.
  const Function g({x}, {exp(inverse(C)) * x, exp(constant(regular)) * x});
  CHECK(run_by(g) == Names{"by_factors", "exp", "gemm", "gemm"});
  CHECK_THROWS_AS(g(Eigen::Vector2d(1, 1)), SingularError);
}

TEST_CASE("a folded value may be an output or an update and keeps its name") {
  const Expr x = variable("x", 2, 2), P = named("P", inverse(constant(regular)));
  const Function f({x}, {P, P + x}, {{x, 3 * P}});
  CHECK(run_by(f) == Names{"sum_of"});
  CHECK(to_text(f).find("  P = ") != std::string::npos);
  MatrixXd x0 = MatrixXd::Zero(2, 2);
  const auto [p, sum] = f(x0);
  CHECK((regular * p - MatrixXd::Identity(2, 2)).norm() <= 1e-15);
  CHECK(sum == p);
  CHECK((x0 - 3 * p).norm() <= 1e-15);
}

TEST_CASE("a folded value with a long formula is printed by its shape") {
  const Expr x = variable("x", 2);
  Expr C = constant(regular);
  for (int i = 0; i < 10; ++i) C = tanh(C * constant(regular));
  CHECK(to_text(Function({x}, {C * x})).find("  c₁ = constant[2×2]  ") != std::string::npos);
}

TEST_CASE("constants are folded in the scalar type of the Function, and read by any thread") {
  const Expr x = variable("x", 2);
  const Function<float, 1> f({x}, {inverse(constant(regular)) * x});
  const Eigen::Vector2f ones = Eigen::Vector2f::Ones();
  const Eigen::MatrixXf expected = f(ones)[0];
  CHECK((regular.cast<float>() * expected - ones).norm() <= 1e-6f);
  // 1e30² is no float.
  const Expr large = constant(MatrixXd(1e30 * MatrixXd::Identity(2, 2)));
  CHECK_NOTHROW(Function<float, 1>({x}, {inverse(hadamard(large, large)) * x}));
  for (const Eigen::MatrixXf& value : together<Eigen::MatrixXf>(4, [&](int) { return f(ones)[0]; }))
    CHECK(value == expected);
}

}  // namespace matgrad::tests
