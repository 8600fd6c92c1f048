#include "matgrad/autodiff/rewrite/reading_effort.hpp"

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

bool sums_lines(const Expr& expr) { return is_call<row_sums>(expr) || is_call<column_sums>(expr); }

/// The numbers in a sum that are written: all but 1 and −1.
double written_numbers(const Expr& expr) {
  const std::vector<double>* coefficients = sum_coefficients(expr);
  if (coefficients == nullptr) return 0;
  return static_cast<double>(std::ranges::count_if(*coefficients, [](double c) { return std::abs(c) != 1; }));
}

}  // namespace

double ReadingEffort::of(const Expr& expr) {
  kept_alive_.push_back(expr);
  std::vector<Expr> stack{expr};
  while (!stack.empty()) {
    const Expr top = stack.back();
    const std::size_t waiting = stack.size();
    for (const Expr& input : top.inputs())
      if (!known_.contains(input.id())) stack.push_back(input);
    if (stack.size() > waiting) continue;
    stack.pop_back();
    known_.insert(top.id(), derived(top));
  }
  return *known_.find(expr.id());
}

double ReadingEffort::derived(const Expr& expr) const {
  if (is_zero(expr) || is_ones(expr) || is_identity(expr)) return 1;
  const bool light = expr.inputs().empty() || is_named(expr) || sum_coefficients(expr) != nullptr ||
                     is_product(expr) || is_hadamard(expr) || is_transpose(expr);
  double total = 1 + written_numbers(expr);
  for (const Expr& input : expr.inputs()) total += *known_.find(input.id());
  if (light) return total;
  return sums_lines(expr) ? 3 * total : 2 * total;
}

double reading_effort(const Expr& expr) { return ReadingEffort().of(expr); }

}  // namespace matgrad
