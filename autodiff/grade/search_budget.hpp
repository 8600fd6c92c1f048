#pragma once

#include <chrono>
#include <cstddef>

#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad::grading {

/// Thrown where a search for an explanation has done as much as it may. It is no Error: what looks for
/// explanations passes over those of candidates that do not fit.
struct SearchEnded {
  std::size_t candidates;
};

/// What a search may still do. A unit is about what it costs to make or to evaluate one node of a small shape, so
/// that a search ends at the same candidate on every machine; a clock only guards it.
class SearchBudget {
 public:
  /// One more candidate. Throws SearchEnded.
  void count_candidate();
  /// So many units of work. Throws SearchEnded.
  void spend(std::size_t work);

 private:
  std::size_t candidates_ = 0, work_ = 0, looks_ = 0;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// What it costs to evaluate all nodes of a graph.
std::size_t evaluation_work(const Graph& graph);

}  // namespace matgrad::grading
