#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

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

/// A way to write the loss; of `norm` it is the root of twice the others.
using Loss = matgrad::Expr (*)(const matgrad::Expr& W, const matgrad::Expr& x);

matgrad::Expr residual(const matgrad::Expr& W, const matgrad::Expr& x) { return transpose(W) * W * x - x; }

void with_matgrad(benchmark::State& state, Loss written, bool is_half_square = true) {
  using namespace matgrad;
  const Input input(state);
  const Expr W = variable("W", input.m, input.n), x = variable("x", input.n, 1);
  const Expr L = written(W, x);
  const Function f({W, x}, value_and_gradient(L, W));
  Workspace workspace(f);

  handwritten::TiedAutoencoder reference(input.m, input.n);
  const double expected = reference(input.W, input.x), norm = std::sqrt(2 * expected);
  const auto [loss, dW] = f(workspace, input.W, input.x);
  const bool same = is_half_square ? agree(dW, reference.dW(), 1e-10) : agree(norm * dW, reference.dW(), 1e-10);
  if (!same || !agree(loss, Eigen::MatrixXd::Constant(1, 1, is_half_square ? expected : norm), 1e-10))
    state.SkipWithError("differs from the hand-written result");
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

void large_sizes(benchmark::internal::Benchmark* benchmark) { benchmark->Args({64, 784})->Args({256, 2048}); }

void bracketed(benchmark::State& state) {
  with_matgrad(state, [](const matgrad::Expr& W, const matgrad::Expr& x) {
    return 0.5 * squared_norm(named("K", transpose(W) * (W * x) - x));
  });
}

BENCHMARK(bracketed)->Name("tied_autoencoder/matgrad")->Apply(sizes);
BENCHMARK(by_hand)->Name("tied_autoencoder/handwritten")->Apply(sizes);

/// The same loss in nine other ways.
const bool spellings_are_registered = [] {
  using matgrad::Expr;
  struct Spelling {
    const char* name;
    Loss loss;
  };
  static constexpr Spelling spellings[] = {
      {"unnamed", [](const Expr& W, const Expr& x) { return 0.5 * squared_norm(residual(W, x)); }},
      {"named_K", [](const Expr& W, const Expr& x) { return 0.5 * squared_norm(named("K", residual(W, x))); }},
      {"named_P",
       [](const Expr& W, const Expr& x) { return 0.5 * squared_norm(named("P", transpose(W) * W) * x - x); }},
      {"identity",
       [](const Expr& W, const Expr& x) {
         return 0.5 * squared_norm((transpose(W) * W - matgrad::identity(x.rows())) * x);
       }},
      {"turned_round", [](const Expr& W, const Expr& x) { return 0.5 * squared_norm(x - transpose(W) * W * x); }},
      {"product", [](const Expr& W, const Expr& x) { return 0.5 * (transpose(residual(W, x)) * residual(W, x)); }},
      {"dot", [](const Expr& W, const Expr& x) { return 0.5 * dot(residual(W, x), residual(W, x)); }},
      {"squares", [](const Expr& W, const Expr& x) { return 0.5 * sum(square(residual(W, x))); }},
      {"norm", [](const Expr& W, const Expr& x) { return norm(residual(W, x)); }}};
  for (const auto& [name, loss] : spellings) {
    const std::string title = "tied_autoencoder_" + std::string(name);
    const bool is_half_square = title != "tied_autoencoder_norm";
    const auto with_spelling = [written = loss, is_half_square](benchmark::State& state) {
      with_matgrad(state, written, is_half_square);
    };
    benchmark::RegisterBenchmark((title + "/matgrad").c_str(), with_spelling)->Apply(large_sizes);
    benchmark::RegisterBenchmark((title + "/handwritten").c_str(), by_hand)->Apply(large_sizes);
  }
  return true;
}();

}  // namespace
