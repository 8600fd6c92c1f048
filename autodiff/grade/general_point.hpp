#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// Values for leaves, in some fixed order.
struct Point {
  std::vector<Eigen::MatrixXd> values;
  double size = 1;                       // of the entries
  std::size_t functions = 0;             // which functions stand for unspecified ones
  std::vector<std::size_t> corrected{};  // leaves that were put into the domain of some operation
};

constexpr double least_moderate = 0.2, greatest_moderate = 1.5;
inline bool is_moderate(const Point& point) {
  return least_moderate <= point.size && point.size <= greatest_moderate;
}

/// A size, log-uniform in [0.2, 1.5] or in [10⁻ʳ, 10ʳ].
double moderate_size(std::mt19937_64& random);
double any_size(std::mt19937_64& random, double decades = 2);

/// Entries of both signs within a factor of about 10 of `size`, matrices without structure except for what is
/// declared.
Point general_point(std::span<const Expr> leaves, double size, std::mt19937_64& random);
/// Each leaf, and often each of its entries, has a size of its own, and some entries of leaves without facts are
/// 0: reaches what equal sizes do not.
Point uneven_point(std::span<const Expr> leaves, std::mt19937_64& random);

}  // namespace matgrad::grading
