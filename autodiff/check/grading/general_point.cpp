#include "matgrad/autodiff/check/grading/general_point.hpp"

#include <cmath>

#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad::grading {
namespace {

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

double log_uniform(double least, double greatest, std::mt19937_64& random) {
  return least * std::pow(greatest / least, uniform(random));
}

Eigen::MatrixXd value_of_size(const Expr& leaf, double size, std::mt19937_64& random) {
  return random_value(leaf.shape(), leaf.op().declared_facts(), {.scale = size}, random);
}

}  // namespace

double moderate_size(std::mt19937_64& random) { return log_uniform(least_moderate, greatest_moderate, random); }

double any_size(std::mt19937_64& random, double decades) {
  return std::pow(10.0, decades * (2 * uniform(random) - 1));
}

Point general_point(std::span<const Expr> leaves, double size, std::mt19937_64& random) {
  Point point{.values = {}, .size = size};
  for (const Expr& leaf : leaves) point.values.push_back(value_of_size(leaf, size, random));
  return point;
}

Point uneven_point(std::span<const Expr> leaves, std::mt19937_64& random) {
  Point point{.values = {}, .size = 0};
  for (const Expr& leaf : leaves) {
    point.values.push_back(value_of_size(leaf, any_size(random, 4), random));
    const bool with_zeros = leaf.op().declared_facts().empty() && uniform(random) < 0.25;
    for (double& entry : point.values.back().reshaped())
      if (with_zeros && uniform(random) < 0.5) entry = 0;
  }
  return point;
}

}  // namespace matgrad::grading
