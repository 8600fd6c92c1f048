#include "matgrad/autodiff/grade/search_budget.hpp"

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_work = 1'500'000;
constexpr std::size_t candidate_work = 50;  // to make and to compare one, besides its nodes
constexpr double flops_per_unit = 500;
constexpr std::chrono::minutes guard{5};  // the work takes seconds, and minutes under a sanitizer

}  // namespace

void SearchBudget::count_candidate() {
  ++candidates_;
  spend(candidate_work);
}

void SearchBudget::spend(std::size_t work) {
  work_ += work;
  const bool is_late = looks_++ % 64 == 0 && std::chrono::steady_clock::now() - begin_ > guard;
  if (work_ > most_work || is_late) throw SearchEnded{candidates_};
}

std::size_t evaluation_work(const Graph& graph) {
  double flops = 0;
  for (const Expr& node : graph.nodes())
    if (!node.is_leaf()) flops += node.op().cost(node);
  return graph.size() + static_cast<std::size_t>(flops / flops_per_unit);
}

}  // namespace matgrad::grading
