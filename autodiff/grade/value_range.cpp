#include "matgrad/autodiff/grade/value_range.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/piecewise_op.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad::grading {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double farthest = 64;  // at which functions are tried out
constexpr int probes = 256;
constexpr Range nonnegative{0, infinity}, share{0, 1};

Range with_zero(Range a) { return {std::min(a.least, 0.0), std::max(a.greatest, 0.0)}; }
/// What an operation says of itself, if it does.
std::optional<Range> stated(ValueRange range, Range first_input) {
  switch (range) {
    case ValueRange::unknown:
      return std::nullopt;
    case ValueRange::nonnegative:
      return nonnegative;
    case ValueRange::share:
      return share;
    case ValueRange::of_first_input:
      return first_input;
    case ValueRange::of_first_input_and_zero:
      return with_zero(first_input);
  }
  return std::nullopt;
}
/// 0 · ∞ is 0 here: the entries are finite.
double times(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }
Range scaled(Range a, double factor) {
  const double x = times(a.least, factor), y = times(a.greatest, factor);
  return {std::min(x, y), std::max(x, y)};
}
Range sum(Range a, Range b) { return {a.least + b.least, a.greatest + b.greatest}; }
Range product(Range a, Range b) {
  const double all[] = {times(a.least, b.least), times(a.least, b.greatest), times(a.greatest, b.least),
                        times(a.greatest, b.greatest)};
  return {*std::ranges::min_element(all), *std::ranges::max_element(all)};
}
Range hull(Range a, Range b) { return {std::min(a.least, b.least), std::max(a.greatest, b.greatest)}; }

/// Of a product entry by entry; a factor that stands there twice is squared.
Range range_of_entries(std::span<const Expr> factors, std::span<const Range> in) {
  Range total{1, 1};
  std::vector<bool> used(factors.size(), false);
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (used[i]) continue;
    std::size_t again = i + 1;
    while (again < factors.size() && (used[again] || !(factors[again] == factors[i]))) ++again;
    const bool is_square = again < factors.size();
    if (is_square) used[again] = true;
    total = product(total, is_square ? nonnegative : in[i]);
  }
  return total;
}

bool are_transposed(const Expr& a, const Expr& b) {
  const auto is_transposed = [](const Expr& one, const Expr& other) {
    return is_transpose(one) && one.input(0) == other;
  };
  return is_transposed(a, b) || is_transposed(b, a);
}

/// Of a product of matrices: each entry is a sum of products.
Range range_of_chain(std::span<const Expr> factors, std::span<const Range> in) {
  // A sum of squares.
  if (factors.size() == 2 && factors[0].rows() == 1 && factors[1].cols() == 1 &&
      are_transposed(factors[0], factors[1]))
    return nonnegative;
  Range total = in[0];
  for (std::size_t k = 1; k < factors.size(); ++k)
    total = scaled(product(total, in[k]), static_cast<double>(factors[k].rows()));
  return total;
}

Range range_of_product(const Expr& node, std::span<const Range> in) {
  std::vector<Expr> scalars, chain;
  std::vector<Range> of_scalars, of_chain;
  for (std::size_t k = 0; k < in.size(); ++k) {
    const bool is_scalar = node.input(k).shape().is_scalar();
    (is_scalar ? scalars : chain).push_back(node.input(k));
    (is_scalar ? of_scalars : of_chain).push_back(in[k]);
  }
  const Range factor = range_of_entries(scalars, of_scalars);
  return chain.empty() ? factor : product(factor, range_of_chain(chain, of_chain));
}

Range range_of_leaf(const Expr& leaf) {
  const Facts facts = leaf.op().declared_facts();
  if (facts.has(Fact::column_stochastic)) return share;
  return facts.has(Fact::nonnegative) ? nonnegative : Range();
}

/// The values of a function of each entry between two numbers.
Range tried_out(const Expr& node, Range input) {
  const double first = std::max(input.least, -farthest), last = std::min(input.greatest, farthest);
  if (!(first <= last)) return {};
  Matrix<double> at(probes + 1, 1);
  for (int k = 0; k <= probes; ++k) at(k, 0) = first + (last - first) * k / probes;
  const Expr x = variable("x", at.rows(), 1);
  const Matrix<double> values = reference_value<double>(Expr(node.shared_op(), {x}), {{x, at}});
  Range found{infinity, -infinity};
  for (const double value : values.reshaped()) {
    if (std::isinf(value)) return {};
    if (!std::isnan(value)) found = hull(found, {value, value});
  }
  if (found.least > found.greatest) return {};
  // An end at which the function still rises or falls is no bound.
  const auto goes_on = [&](Index end, Index before, double bound) {
    const double step = std::abs(values(end, 0) - values(before, 0));
    return values(end, 0) == bound && !(step <= 1e-6 * std::max(1.0, std::abs(bound)));
  };
  const bool open_below = input.least<first, open_above = input.greatest> last;
  Range result = found;
  for (const bool at_end : {false, true}) {
    if (at_end ? !open_above : !open_below) continue;
    const Index end = at_end ? probes : 0, before = at_end ? probes - 16 : 16;
    if (goes_on(end, before, found.least)) result.least = -infinity;
    if (goes_on(end, before, found.greatest)) result.greatest = infinity;
  }
  return result;
}

Range range_of_piecewise(const Expr& node, std::span<const Range> in) {
  if (is_call<maximum>(node))
    return {std::max(in[0].least, in[1].least), std::max(in[0].greatest, in[1].greatest)};
  if (is_call<minimum>(node))
    return {std::min(in[0].least, in[1].least), std::min(in[0].greatest, in[1].greatest)};
  if (is_call<select>(node)) return hull(in[1], in[2]);
  return {};
}

/// 0 and 1 as far as a relation can hold; equality holds nowhere but on a boundary.
std::optional<Range> range_of_relation(const Expr& node, std::span<const Range> in) {
  if (is_call<equal>(node)) return Range{0, 0};
  if (is_call<not_equal>(node)) return Range{1, 1};
  const bool is_less = is_call<less>(node) || is_call<less_equal>(node);
  if (!is_less && !is_call<greater>(node) && !is_call<greater_equal>(node)) return std::nullopt;
  const Range &low = in[is_less ? 0 : 1], &high = in[is_less ? 1 : 0];
  return Range{high.least > low.greatest ? 1.0 : 0.0, high.greatest <= low.least ? 0.0 : 1.0};
}

Range range_of_operation(const Expr& node, std::span<const Range> in) {
  if (const std::vector<double>* coefficients = sum_coefficients(node)) {
    Range total{0, 0};
    for (std::size_t k = 0; k < in.size(); ++k) total = sum(total, scaled(in[k], (*coefficients)[k]));
    return total;
  }
  if (node.op().is_alias()) return in[0];
  if (const std::optional<Range> known = stated(node.op().value_range(), in[0])) return *known;
  if (is_call<trace>(node)) return scaled(in[0], static_cast<double>(node.input(0).rows()));
  if (is_call<matgrad::sum>(node) || is_call<row_sums>(node) || is_call<column_sums>(node))
    return scaled(in[0],
                  static_cast<double>(node.input(0).shape().size() / std::max<Index>(1, node.shape().size())));
  if (const std::optional<Range> relation = range_of_relation(node, in)) return *relation;
  if (is_hadamard(node)) return range_of_entries(node.inputs(), in);
  if (is_product(node)) return range_of_product(node, in);
  if (is_call<dot>(node))
    return scaled(range_of_entries(node.inputs(), in), static_cast<double>(node.input(0).shape().size()));
  if (is_call<divide>(node) && in[1].least >= 0) return product(in[0], nonnegative);
  if (in.size() == 1 && node.op().is_entry_by_entry()) return tried_out(node, in[0]);
  return range_of_piecewise(node, in);
}

}  // namespace

Range range_of(const Expr& expr) {
  const Graph graph(expr);
  std::vector<Range> ranges;
  for (const Expr& node : graph.nodes()) {
    std::vector<Range> in;
    for (const Expr& input : node.inputs()) in.push_back(ranges[graph.position(input)]);
    try {
      if (node.is_leaf())
        ranges.push_back(range_of_leaf(node));
      else if (const std::optional<double> number = number_value(node); number && in.empty())
        ranges.push_back({*number, *number});
      else
        ranges.push_back(in.empty() ? Range() : range_of_operation(node, in));
    } catch (const Error&) {
      ranges.emplace_back();
    }
  }
  return ranges[graph.position(expr)];
}

bool may_take(const Expr& node, Index piece) {
  const PiecewiseOp* op = as_piecewise(node);
  if (op == nullptr || op->piece_count(node) != 2) return true;
  const Range first = range_of(node.input(0));
  if (is_call<select>(node)) return piece == 1 ? first.greatest > 0 : first.least < 1;
  const std::string text = op->piece_text(node, piece);
  const bool is_below = text.find(" < ") != std::string::npos, is_above = text.find(" > ") != std::string::npos;
  if (is_below == is_above) return true;
  const Range second = node.inputs().size() == 2 ? range_of(node.input(1)) : Range{0, 0};
  return piece == 0 ? first.least < second.greatest : first.greatest > second.least;
}

}  // namespace matgrad::grading
