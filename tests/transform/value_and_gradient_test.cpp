#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/operations/block_matrix.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/error_text.hpp"
#include "support/random_values.hpp"
#include "support/tied_autoencoder.hpp"

namespace matgrad::tests {
namespace {

struct Loss {
  std::string name;
  Expr value;
};

/// Some steps of a recurrent network with a gate.
Expr recurrent(const Expr& W, const Expr& U, const Expr& x) {
  Expr h = x, c = x;
  for (int step = 0; step < 8; ++step) {
    const Expr gate = sigmoid(W * h + x);
    c = hadamard(gate, c) + hadamard(1 - gate, tanh(U * h + x));
    h = hadamard(sigmoid(U * c), tanh(c));
  }
  return sum(h);
}

std::vector<Loss> loss_rows() {
  const Expr A = variable("A", 20, 20), B = variable("B", 20, 20),
             S = variable("S", 20, 20, Fact::positive_definite);
  const Expr x = variable("x", 20), s = variable("s", 1), a = variable("a", 1), b = variable("b", 1);
  Expr scalars = s, matrices = A;
  for (int i = 0; i < 50; ++i) {
    scalars = scalars * a + b;
    matrices = tanh(hadamard(matrices, B) + S);
  }
  const TiedAutoencoder tied;
  return {{"one layer", sum(tanh(A * x))},
          {"tied autoencoder", tied.L},
          {"quadratic form", dot(x, A * x)},
          {"Gaussian", log_det(S) + dot(x, solve(S, x))},
          {"trace of an inverse", trace(inverse(A) * B)},
          {"cross-entropy", cross_entropy(A * B, S)},
          {"norm", norm(A * x)},
          {"normalised", sum(divide(A * x, norm(x)))},
          {"log-sum-exp", sum(logsumexp(A * B))},
          {"quotient", sum(divide(A, 1 + square(B)))},
          {"root", sum(sqrt(1 + square(A)))},
          {"mean of squares", mean(square(A * B - S))},
          {"chain of matrices", sum(A * B * S * x)},
          {"determinant", determinant(A)},
          {"centred", sum(square(A - columns(row_sums(A) / 20.0, A)))},
          {"recurrent", recurrent(A, B, x)},
          {"chain of scalars", scalars},
          {"chain of matrices entry by entry", sum(matrices)}};
}

double cost(const Function<double>& function) {
  double flops = 0;
  for (const Tape::Instruction& instruction : function.tape().instructions)
    flops += instruction.expr.op().cost(instruction.expr);
  return flops;
}

double instructions(const Function<double>& function) {
  return static_cast<double>(function.tape().instructions.size());
}

}  // namespace

TEST_CASE("a Function of the raw gradients computes what one of the tidied ones does, with as much work") {
  for (const Loss& loss : loss_rows()) {
    CAPTURE(loss.name);
    const Expr& value = loss.value;
    const std::vector<Expr> leaves = Graph(value).leaves();
    std::vector<Expr> tidied = gradient(value, leaves);
    tidied.insert(tidied.begin(), value);
    const Function<double> to_run(leaves, value_and_gradient(value, leaves)), to_read(leaves, tidied);
    CHECK(cost(to_run) <= 1.1 * cost(to_read));
    // One more where there are few; more where they cost less.
    const double most = std::max(1.1 * instructions(to_read), instructions(to_read) + 1);
    CHECK((instructions(to_run) <= most || cost(to_run) < 0.9 * cost(to_read)));
    std::mt19937 engine(1);
    std::vector<Eigen::MatrixXd> values;
    for (const Expr& leaf : leaves)
      values.push_back(random_matrix(leaf.shape(), leaf.op().declared_facts(), engine));
    const std::vector<Argument<double>> arguments(values.begin(), values.end());
    const std::vector<Eigen::MatrixXd> raw = to_run(arguments), read = to_read(arguments);
    for (std::size_t i = 0; i < raw.size(); ++i)
      CHECK(relative_difference(raw[i].cast<long double>(), read[i].cast<long double>()) < 1e-11);
  }
}

TEST_CASE("value and gradients come in an array by the braces") {
  const TiedAutoencoder a;
  const auto [value, dW, dx] = value_and_gradient(a.L, {a.W, a.x});
  CHECK(value == a.L);
  CHECK(dW.shape() == a.W.shape());
  CHECK(dx.shape() == a.x.shape());
  const Function f({a.W, a.x}, value_and_gradient(a.L, {a.W, a.x}));
  const auto [v, W, x] = f(Eigen::MatrixXd::Ones(3, 6).eval(), Eigen::MatrixXd::Ones(6, 1).eval());
  CHECK(v(0, 0) == 867);  // K is 17 in each of six entries
  const auto [same_value, same_dW] = value_and_gradient(a.L, a.W);
  CHECK(same_dW.shape() == a.W.shape());
  CHECK(value_and_gradient(a.L, std::vector{a.W, a.x}).size() == 3);
}

TEST_CASE("a raw gradient refuses what gradient refuses") {
  const Expr W = variable("W", 2, 2), twin = variable("W", 2, 2);
  CHECK(has(text_of<ShapeError>([&] { value_and_gradient(W, W); }), "is not a scalar"));
  CHECK_THROWS_AS(value_and_gradient(sum(W), twin), Error);
}

}  // namespace matgrad::tests
