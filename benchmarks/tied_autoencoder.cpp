#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <matgrad/matgrad.hpp>

#include "agreement.hpp"
#include "handwritten.hpp"

namespace {

/// Parameters of the benchmark: (m, n) for W of m×n.
struct Input {
  explicit Input(const benchmark::State& state)
      : m(state.range(0)), n(state.range(1)), W(Eigen::MatrixXd::Random(m, n)), x(Eigen::VectorXd::Random(n)) {
    W /= static_cast<double>(n);
  }
  Eigen::Index m, n;
  Eigen::MatrixXd W;
  Eigen::VectorXd x;
};

void with_matgrad(benchmark::State& state) {
  using namespace matgrad;
  const Input input(state);
  const Expr W = variable("W", input.m, input.n), x = variable("x", input.n, 1);
  const Expr K = named("K", transpose(W) * (W * x) - x);
  const Expr L = 0.5 * squared_norm(K);
  const Function f({W, x}, {L, gradient(L, W)});
  Workspace workspace(f);

  handwritten::TiedAutoencoder reference(input.m, input.n);
  const double expected = reference(input.W, input.x);
  const auto [loss, dW] = f(workspace, input.W, input.x);
  if (!agree(dW, reference.dW(), 1e-10) || !agree(loss, Eigen::MatrixXd::Constant(1, 1, expected), 1e-10)) {
    state.SkipWithError("differs from the hand-written result");
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(workspace, input.W, input.x));
    benchmark::ClobberMemory();
  }
}

void by_hand(benchmark::State& state) {
  const Input input(state);
  handwritten::TiedAutoencoder f(input.m, input.n);
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(input.W, input.x));
    benchmark::ClobberMemory();
  }
}

void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({2, 4})->Args({10, 50})->Args({64, 784})->Args({256, 2048});
}

BENCHMARK(with_matgrad)->Name("tied_autoencoder/matgrad")->Apply(sizes);
BENCHMARK(by_hand)->Name("tied_autoencoder/handwritten")->Apply(sizes);

}  // namespace
