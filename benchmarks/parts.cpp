#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <matgrad/matgrad.hpp>

#include <vector>

#include "agreement.hpp"

namespace {

using namespace matgrad;

Expr loss_of_whole(const Expr& X) { return squared_norm(tanh(X)); }

/// The same, cut into its columns.
Expr loss_of_columns(const Expr& X) {
  std::vector<Expr> parts;
  for (Index j = 0; j < X.cols(); ++j) parts.push_back(squared_norm(tanh(column(X, j))));
  return weighted_sum(std::vector<double>(parts.size(), 1), parts);
}

void run(benchmark::State& state, Expr (*loss)(const Expr&)) {
  const Expr X = variable("X", state.range(0), state.range(1));
  const Eigen::MatrixXd x0 = Eigen::MatrixXd::Random(X.rows(), X.cols());
  const Function f({X}, value_and_gradient(loss(X), X));
  const Function whole({X}, value_and_gradient(loss_of_whole(X), X));
  Workspace workspace(f);
  const auto expected = whole(x0);
  const auto results = f(workspace, x0);
  if (!agree(results[0], expected[0], 1e-12) || !agree(results[1], expected[1], 1e-12))
    state.SkipWithError("differs from the whole");
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(workspace, x0));
    benchmark::ClobberMemory();
  }
}

BENCHMARK_CAPTURE(run, columns, loss_of_columns)->Name("columns/matgrad")->Args({500, 100})->Args({500, 300});
BENCHMARK_CAPTURE(run, whole, loss_of_whole)->Name("columns/whole")->Args({500, 100})->Args({500, 300});

}  // namespace
