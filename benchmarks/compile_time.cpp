#include <benchmark/benchmark.h>

#include <matgrad/matgrad.hpp>

#include <string>
#include <vector>

namespace {

using namespace matgrad;
using Nodes = benchmark::IterationCount;

/// A scalar to differentiate by the leaves, which are also the inputs.
struct Loss {
  Expr value;
  std::vector<Expr> leaves;
};

Loss chain_of_tanh(Nodes nodes) {
  const Expr x = variable("x", 2, 2);
  Expr y = x;
  for (Nodes i = 0; i < nodes; ++i) y = tanh(y);
  return {sum(y), {x}};
}

/// Of two nodes each step.
Loss chain_of_scalars(Nodes nodes) {
  const Expr start = variable("y", 1, 1), a = variable("a", 1, 1), b = variable("b", 1, 1);
  Expr y = start;
  for (Nodes i = 0; i < nodes; i += 2) y = y * a + b;
  return {y, {start, a, b}};
}

/// A network of `nodes` operations, five in a layer.
Loss network(Nodes nodes) {
  Expr h = variable("X", 8, 4);
  Loss loss{h, {h}};
  for (Nodes layer = 0; layer < nodes / 5; ++layer) {
    const Expr W = parameter("W" + std::to_string(layer), 8, 8), b = parameter("b" + std::to_string(layer), 8);
    const Expr z = W * h + columns(b, h);
    h = h + tanh(z);
    loss.leaves.insert(loss.leaves.end(), {W, b});
  }
  loss.value = squared_norm(h);
  return loss;
}

/// A recurrent network of two layers of long short-term memory, unrolled.
/// Source: Hochreiter and Schmidhuber (1997), Long short-term memory.
Loss lstm(Nodes steps) {
  constexpr Index size = 4;
  const Expr x = variable("x", size);
  Loss loss{x, {x}};
  struct Layer {
    std::vector<Expr> W, U, b;  // of the gates i, f, o and the candidate g
    Expr h = zeros(size, 1), c = zeros(size, 1);
  };
  std::vector<Layer> layers(2);
  for (std::size_t l = 0; l < layers.size(); ++l)
    for (const char* gate : {"i", "f", "o", "g"}) {
      const std::string name = gate + std::to_string(l);
      layers[l].W.push_back(parameter("W" + name, size, size));
      layers[l].U.push_back(parameter("U" + name, size, size));
      layers[l].b.push_back(parameter("b" + name, size));
      loss.leaves.insert(loss.leaves.end(), {layers[l].W.back(), layers[l].U.back(), layers[l].b.back()});
    }
  for (Nodes step = 0; step < steps; ++step) {
    Expr below = x;
    for (Layer& layer : layers) {
      const auto gate = [&](std::size_t k) { return layer.W[k] * below + layer.U[k] * layer.h + layer.b[k]; };
      const Expr i = sigmoid(gate(0)), f = sigmoid(gate(1)), o = sigmoid(gate(2)), g = tanh(gate(3));
      layer.c = hadamard(f, layer.c) + hadamard(i, g);
      layer.h = below = hadamard(o, tanh(layer.c));
    }
  }
  loss.value = squared_norm(layers.back().h);
  return loss;
}

using Make = Loss (*)(Nodes);

/// Nodes or, of the LSTM, steps: the time of each is reported.
void report(benchmark::State& state) {
  state.counters["per_node"] =
      benchmark::Counter(static_cast<double>(state.range(0)),
                         benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void compile(benchmark::State& state, Make make) {
  const Loss loss = make(state.range(0));
  for (auto _ : state) {
    const Function<double> f(loss.leaves, value_and_gradient(loss.value, loss.leaves));
    benchmark::DoNotOptimize(&f);
    benchmark::ClobberMemory();
  }
  report(state);
}

/// What people read.
void tidied(benchmark::State& state, Make make) {
  const Loss loss = make(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(gradient(loss.value, loss.leaves).data());
  report(state);
}

BENCHMARK_CAPTURE(compile, tanh, chain_of_tanh)->RangeMultiplier(10)->Range(1000, 1'000'000);
BENCHMARK_CAPTURE(compile, scalars, chain_of_scalars)->RangeMultiplier(10)->Range(1000, 1'000'000);
BENCHMARK_CAPTURE(compile, network, network)->Arg(100);
BENCHMARK_CAPTURE(compile, lstm, lstm)->Arg(1024);
BENCHMARK_CAPTURE(tidied, tanh, chain_of_tanh)->RangeMultiplier(10)->Range(1000, 100'000);
BENCHMARK_CAPTURE(tidied, scalars, chain_of_scalars)->RangeMultiplier(10)->Range(1000, 100'000);
BENCHMARK_CAPTURE(tidied, network, network)->Arg(100);

}  // namespace
