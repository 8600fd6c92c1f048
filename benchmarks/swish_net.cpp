#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <matgrad/matgrad.hpp>

#include "agreement.hpp"
#include "handwritten.hpp"

namespace {

constexpr Eigen::Index in = 784, hidden = 256, out = 10;

/// Parameter of the benchmark: the batch size.
struct Input {
  explicit Input(const benchmark::State& state)
      : batch(state.range(0)),
        W1(Eigen::MatrixXf::Random(hidden, in) / 28.0f),
        b1(Eigen::VectorXf::Random(hidden)),
        W2(Eigen::MatrixXf::Random(out, hidden) / 16.0f),
        b2(Eigen::VectorXf::Random(out)),
        X(Eigen::MatrixXf::Random(in, batch)),
        T(Eigen::MatrixXf::Zero(out, batch)) {
    for (Eigen::Index j = 0; j < batch; ++j) T(j % out, j) = 1;
  }
  Eigen::Index batch;
  Eigen::MatrixXf W1;
  Eigen::VectorXf b1;
  Eigen::MatrixXf W2;
  Eigen::VectorXf b2;
  Eigen::MatrixXf X, T;
};

void with_matgrad(benchmark::State& state) {
  using namespace matgrad;
  const Input input(state);
  const Expr W1 = variable("W1", hidden, in), b1 = variable("b1", hidden, 1);
  const Expr W2 = variable("W2", out, hidden), b2 = variable("b2", out, 1);
  const Expr X = variable("X", in, input.batch), T = variable("T", out, input.batch);
  const Expr h = swish(W1 * X + columns(b1, X));
  const Expr L = cross_entropy(W2 * h + columns(b2, h), T);
  const Function<float, 5> f({W1, b1, W2, b2, X, T}, value_and_gradient(L, {W1, b1, W2, b2}));
  Workspace workspace(f);

  handwritten::SwishNet reference(in, hidden, out, input.batch);
  const float expected = reference(input.W1, input.b1, input.W2, input.b2, input.X, input.T);
  const auto [loss, dW1, db1, dW2, db2] = f(workspace, input.W1, input.b1, input.W2, input.b2, input.X, input.T);
  if (!agree(loss, Eigen::MatrixXf::Constant(1, 1, expected), 1e-4f) || !agree(dW1, reference.dW1(), 1e-4f) ||
      !agree(db1, reference.db1(), 1e-4f) || !agree(dW2, reference.dW2(), 1e-4f) ||
      !agree(db2, reference.db2(), 1e-4f)) {
    state.SkipWithError("differs from the hand-written result");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(workspace, input.W1, input.b1, input.W2, input.b2, input.X, input.T));
    benchmark::ClobberMemory();
  }
}

void by_hand(benchmark::State& state) {
  const Input input(state);
  handwritten::SwishNet f(in, hidden, out, input.batch);
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(input.W1, input.b1, input.W2, input.b2, input.X, input.T));
    benchmark::ClobberMemory();
  }
}

BENCHMARK(with_matgrad)->Name("swish_net/matgrad")->Arg(1)->Arg(32)->Arg(200);
BENCHMARK(by_hand)->Name("swish_net/handwritten")->Arg(1)->Arg(32)->Arg(200);

}  // namespace
