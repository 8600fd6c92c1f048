#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// Prints, for benchmarks whose names differ only in "/matgrad" and "/handwritten", "/libm", "/eigen" or "/xsimd",
/// the median time of matgrad and of the fastest other one, and their ratio; for the rest the median alone, and
/// the median time per node where counted.
class RatioTable : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// Some benchmark stopped with an error.
  bool failed() const { return failed_; }

 private:
  struct Times {
    std::pair<std::int64_t, std::int64_t> registered;  // family and member, the order of the table
    std::vector<double> matgrad, per_node;             // in nanoseconds
    std::map<std::string, std::vector<double>> others;
  };

  std::map<std::string, Times> times_;
  bool failed_ = false;
};
