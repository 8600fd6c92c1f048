#include <benchmark/benchmark.h>

#include <matgrad/matgrad.hpp>

#include <optional>

namespace {

using namespace matgrad;

struct Leaves {
  Expr x = variable("x", 2, 2), a = variable("a", 2, 2), b = variable("b", 2, 2);
};

/// A chain of `nodes` operations: product, sum and tanh in turn, entry by entry.
Expr chain(const Leaves& leaves, benchmark::IterationCount nodes) {
  Expr y = leaves.x;
  for (benchmark::IterationCount i = 0; i < nodes; i += 3) y = tanh(hadamard(y, leaves.a) + leaves.b);
  return y;
}

/// Reports the time of one iteration divided by `nodes`.
void count_nodes(benchmark::State& state) {
  state.counters["per_node"] =
      benchmark::Counter(static_cast<double>(state.range(0)),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void build(benchmark::State& state) {
  const Leaves leaves;
  for (auto _ : state) {
    std::optional<Expr> y = chain(leaves, state.range(0));
    benchmark::DoNotOptimize(y->id());
    state.PauseTiming();
    y.reset();
    state.ResumeTiming();
  }
  count_nodes(state);
}

void differentiate_and_compile(benchmark::State& state) {
  const Leaves leaves;
  const Expr y = sum(chain(leaves, state.range(0)));
  for (auto _ : state) {
    const Function f({leaves.x, leaves.a, leaves.b}, value_and_gradient(y, leaves.a));
    benchmark::DoNotOptimize(&f);
    benchmark::ClobberMemory();
  }
  count_nodes(state);
}

BENCHMARK(build)->Name("build_graph")->Arg(10'000)->Arg(100'000);
BENCHMARK(differentiate_and_compile)->Name("gradient_and_compile")->Arg(10'000)->Arg(100'000);

}  // namespace
