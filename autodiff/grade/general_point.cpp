#include "matgrad/autodiff/grade/general_point.hpp"

#include <cmath>

#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad::grading {
namespace {

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

double log_uniform(double least, double greatest, std::mt19937_64& random) {
  return least * std::pow(greatest / least, uniform(random));
}

Eigen::VectorXd factors(Index count, double decades, std::mt19937_64& random) {
  Eigen::VectorXd result(count);
  for (double& factor : result) factor = any_size(random, decades);
  return result;
}

/// Rows and columns have sizes of their own, up to so many decades from `size` in all. What is declared of a
/// square matrix outlives the same factors from both sides.
Eigen::MatrixXd value_of_size(const Expr& leaf, double size, double decades, std::mt19937_64& random) {
  const Facts facts = leaf.op().declared_facts();
  Eigen::MatrixXd value = random_value(leaf.shape(), facts, {.scale = size}, random);
  const Eigen::VectorXd rows = factors(value.rows(), decades / 2, random);
  const bool alike = value.rows() == value.cols() && !facts.empty();
  const Eigen::VectorXd columns = alike ? rows : factors(value.cols(), decades / 2, random);
  value = (rows.asDiagonal() * value * columns.asDiagonal()).eval();
  if (facts.has(Fact::column_stochastic) && value.rows() > 0)
    for (auto column : value.colwise()) column /= column.sum();
  return value;
}

constexpr double even_decades = 0.6, uneven_decades = 4;

}  // namespace

double moderate_size(std::mt19937_64& random) { return log_uniform(least_moderate, greatest_moderate, random); }

double any_size(std::mt19937_64& random, double decades) {
  return std::pow(10.0, decades * (2 * uniform(random) - 1));
}

Point general_point(std::span<const Expr> leaves, double size, std::mt19937_64& random) {
  Point point{.values = {}, .size = size};
  for (const Expr& leaf : leaves) point.values.push_back(value_of_size(leaf, size, even_decades, random));
  return point;
}

Point uneven_point(std::span<const Expr> leaves, std::mt19937_64& random) {
  Point point{.values = {}, .size = 0};
  for (const Expr& leaf : leaves) {
    const double size = any_size(random, 4), decades = random() % 2 == 0 ? even_decades : uneven_decades;
    point.values.push_back(value_of_size(leaf, size, decades, random));
    const bool with_zeros = leaf.op().declared_facts().empty() && uniform(random) < 0.25;
    for (double& entry : point.values.back().reshaped())
      if (with_zeros && uniform(random) < 0.5) entry = 0;
  }
  return point;
}

}  // namespace matgrad::grading
