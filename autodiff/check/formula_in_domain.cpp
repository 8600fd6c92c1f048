#include "matgrad/autodiff/check/formula_in_domain.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/check/regular_arguments.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {
namespace {

constexpr Index most_entries = 100'000;  // of all parts of a formula that is tried out
constexpr std::size_t most_orders = 24;
constexpr int many_draws = 100, some_draws = 16;

bool is_small(const Expr& result) {
  Index entries = 0;
  const Graph graph(result);
  for (const Expr& node : graph.nodes()) entries += node.shape().size();
  return entries <= most_entries;
}

/// Whether it can be found out.
bool may_be_singular(const Formula& formula) {
  if (!formula.functions.empty() || !is_small(formula.result)) return false;
  const Graph graph(formula.result);
  const RegularArguments matrices = regular_arguments(std::span(&formula.result, 1));
  return !matrices.inverted.empty() || !matrices.determinants.empty();
}

bool is_regular_somewhere(const Formula& formula, int draws) {
  try {
    return !draw_values(std::span(&formula.result, 1), {}, {.most_draws = draws}).singular;
  } catch (const Error&) {
    return false;
  }
}

/// The same numbers in other orders, the descending one first: more rows than columns. Then one more than each, in
/// case that odd sizes are the reason, and equal sizes.
std::vector<std::vector<Index>> other_sizes(std::vector<Index> sizes) {
  std::vector<std::vector<Index>> all;
  const auto add = [&](const std::vector<Index>& order) {
    if (order != sizes && std::ranges::find(all, order) == all.end()) all.push_back(order);
  };
  std::vector<Index> order = sizes;
  std::ranges::sort(order, std::greater());
  add(order);
  std::mt19937_64 random = random_generator(1, 0);
  for (std::size_t i = 0; i < most_orders; ++i) {
    for (std::size_t k = order.size(); k > 1; --k) std::swap(order[k - 1], order[random() % k]);
    add(order);
  }
  for (Index& size : order) ++size;
  add(order);
  for (Index size : {Index{4}, Index{2}}) add(std::vector<Index>(sizes.size(), size));
  return all;
}

}  // namespace

Formula formula_in_domain(std::string_view text, ParseOptions options) {
  Formula first = parse_formula(text, options);
  const bool is_settled = first.chosen_sizes.empty() || !may_be_singular(first);
  if (is_settled || is_regular_somewhere(first, many_draws)) return first;
  for (std::vector<Index>& sizes : other_sizes(first.chosen_sizes)) {
    options.preferred_sizes = std::move(sizes);
    try {
      Formula other = parse_formula(text, options);
      if (is_regular_somewhere(other, some_draws)) return other;
    } catch (const ParseError&) {
      // These sizes do not serve.
    }
  }
  return first;
}

std::string reason_without_value(const Formula& formula) {
  if (!may_be_singular(formula)) return {};
  try {
    const DrawnValues drawn = draw_values(std::span(&formula.result, 1), {}, {.most_draws = many_draws});
    return drawn.singular ? to_text(*drawn.singular) + " is singular in every draw" : std::string();
  } catch (const DomainError& error) {
    return error.what();
  }
}

}  // namespace matgrad
