#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "ratio_table.hpp"

int main(int argc, char** argv) {
  // Later flags win, so the command line may change these.
  std::array<char, 28> repetitions{"--benchmark_repetitions=11"};
  std::array<char, 48> interleaved{"--benchmark_enable_random_interleaving=true"};
  std::array<char, 32> duration{"--benchmark_min_time=0.05"};
  std::vector<char*> arguments = {argv[0], repetitions.data(), interleaved.data(), duration.data()};
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  int count = static_cast<int>(arguments.size());
  arguments.push_back(nullptr);

  benchmark::Initialize(&count, arguments.data());
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) return 1;
  RatioTable table;
  benchmark::RunSpecifiedBenchmarks(&table);
  return table.failed() ? 1 : 0;
}
