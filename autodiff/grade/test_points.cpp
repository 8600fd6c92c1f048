#include "matgrad/autodiff/grade/test_points.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/smooth_function.hpp"

namespace matgrad::grading {

TestPoints::TestPoints(std::span<const Expr> exprs, std::size_t count, std::uint64_t seed) {
  for (std::size_t point = 0; point < count; ++point) {
    std::vector<Expr> specified;
    for (const Expr& expr : exprs) specified.push_back(with_smooth_functions(expr, point));
    leaves_.push_back(in_long_double(draw_values(specified, {}, {.seed = seed + point}).values));
    functions_.push_back(point);
  }
}

TestPoints::TestPoints(std::span<const Expr> leaves, std::span<const Point> points) {
  for (const Point& point : points) {
    LeafValues<> values;
    for (std::size_t i = 0; i < leaves.size(); ++i) values.emplace_back(leaves[i], point.values[i]);
    leaves_.push_back(in_long_double(values));
    functions_.push_back(point.functions);
  }
}

TestPoints::TestPoints(const LeafValues<>& values) : leaves_{in_long_double(values)}, functions_{0} {}

TestPoints TestPoints::with_columns_that_sum_to_one(const Expr& leaf) const {
  TestPoints result = *this;
  for (LeafValues<long double>& leaves : result.leaves_)
    for (auto& [known, value] : leaves)
      if (known == leaf) value.array().rowwise() /= value.colwise().sum().eval().array();
  return result;
}

LeafValues<long double> TestPoints::in_long_double(const LeafValues<>& values) {
  LeafValues<long double> leaves;
  for (const auto& [leaf, value] : values) leaves.emplace_back(leaf, value.cast<long double>());
  return leaves;
}

Values TestPoints::evaluated(const Expr& expr, std::size_t point) const {
  return reference_value<long double>(with_smooth_functions(expr, functions_[point]), leaves_[point]);
}

std::optional<Values> TestPoints::value(const Expr& expr, std::size_t point) const {
  try {
    Values value = evaluated(expr, point);
    if (!value.allFinite()) return std::nullopt;
    return value;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::vector<std::optional<Values>> TestPoints::values_of(std::span<const Expr> exprs, std::size_t point) const {
  const std::vector<Expr> specified = with_smooth_functions({exprs.begin(), exprs.end()}, functions_[point]);
  const Evaluator evaluator(specified);
  std::vector<Eigen::MatrixXd> known;
  for (const Expr& leaf : evaluator.leaves()) {
    const auto found = std::ranges::find_if(leaves_[point], [&](const auto& pair) { return pair.first == leaf; });
    if (found == leaves_[point].end()) return std::vector<std::optional<Values>>(exprs.size());
    known.push_back(found->second.cast<double>());
  }
  const Evaluation<long double> evaluation = evaluator.at<long double>(known);
  std::vector<std::optional<Values>> results;
  for (const Expr& expr : specified) {
    const std::size_t i = evaluator.graph().position(expr);
    results.push_back(evaluation.is_finite(i) ? std::optional(evaluation[i]) : std::nullopt);
  }
  return results;
}

std::optional<std::vector<Values>> TestPoints::values(const Expr& expr) const {
  std::vector<Values> all;
  for (std::size_t point = 0; point < count(); ++point) {
    std::optional<Values> one = value(expr, point);
    if (!one) return std::nullopt;
    all.push_back(*std::move(one));
  }
  return all;
}

}  // namespace matgrad::grading
