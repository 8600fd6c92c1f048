#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <matgrad/matgrad.hpp>

#include "agreement.hpp"
#include "handwritten.hpp"

namespace {

constexpr int steps = 500;  // of two operations each
const Eigen::MatrixXd a0 = Eigen::MatrixXd::Constant(1, 1, 0.999);
const Eigen::MatrixXd b0 = Eigen::MatrixXd::Constant(1, 1, 0.01);
const Eigen::MatrixXd start0 = Eigen::MatrixXd::Constant(1, 1, 1.5);

void with_matgrad(benchmark::State& state) {
  using namespace matgrad;
  const Expr a = variable("a", 1, 1), b = variable("b", 1, 1), start = variable("y", 1, 1);
  Expr y = start;
  for (int i = 0; i < steps; ++i) y = y * a + b;
  const Function f({a, b, start}, value_and_gradient(y, {a, b, start}));
  Workspace workspace(f);

  handwritten::ScalarChain reference(steps);
  const double value = reference(a0(0, 0), b0(0, 0), start0(0, 0));
  const double expected[] = {value, reference.da(), reference.db(), reference.dstart()};
  const auto results = f(workspace, a0, b0, start0);
  for (std::size_t i = 0; i < 4; ++i) {
    if (!agree(results[i], Eigen::MatrixXd::Constant(1, 1, expected[i]), 1e-10)) {
      state.SkipWithError("differs from the hand-written result");
    }
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(f(workspace, a0, b0, start0));
    benchmark::ClobberMemory();
  }
}

void by_hand(benchmark::State& state) {
  handwritten::ScalarChain f(steps);
  double a = a0(0, 0), b = b0(0, 0), start = start0(0, 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(f(a, b, start));
    benchmark::ClobberMemory();
  }
}

BENCHMARK(with_matgrad)->Name("scalar_chain_1000/matgrad");
BENCHMARK(by_hand)->Name("scalar_chain_1000/handwritten");

}  // namespace
