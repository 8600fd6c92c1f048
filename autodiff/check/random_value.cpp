#include "matgrad/autodiff/check/random_value.hpp"

#include <cmath>

namespace matgrad {
namespace {

constexpr double least = 0.2, greatest = 1.5;

double uniform(std::mt19937_64& random) { return static_cast<double>(random() >> 11) * 0x1p-53; }

double entry(const ValueStyle& style, std::mt19937_64& random) {
  const double size = style.scale * (least + (greatest - least) * uniform(random));
  const bool negative = uniform(random) < 0.5;
  if (style.sign == ValueStyle::Sign::any) return negative ? -size : size;
  return style.sign == ValueStyle::Sign::negative ? -size : size;
}

/// A Aᵀ / n + ½ I: well conditioned, and positive where A is.
void make_definite(Eigen::MatrixXd& a, double scale) {
  const auto n = static_cast<double>(a.rows());
  a = (a * a.transpose()).eval() / (n * scale);
  a = ((a + a.transpose()) / 2).eval();
  a.diagonal().array() += scale / 2;
}

}  // namespace

std::mt19937_64 random_generator(std::uint64_t seed, std::uint64_t part) {
  std::seed_seq sequence{seed & 0xffffffffu, seed >> 32, part};
  return std::mt19937_64(sequence);
}

Eigen::MatrixXd random_adjoint(Shape shape, std::uint64_t seed) {
  // The parts of values are the numbers of their draws.
  constexpr std::uint64_t part = 1'000'000;
  std::mt19937_64 random = random_generator(seed, part);
  return random_value(shape, {}, {}, random);
}

Eigen::MatrixXd random_value(Shape shape, Facts facts, const ValueStyle& style, std::mt19937_64& random) {
  ValueStyle wanted = style;
  if (facts.has(Fact::nonnegative)) wanted.sign = ValueStyle::Sign::positive;
  Eigen::MatrixXd a(shape.rows, shape.cols);
  for (double& number : a.reshaped()) number = entry(wanted, random);
  const bool square = a.rows() == a.cols();
  if (square && facts.has(Fact::positive_semidefinite) && !facts.has(Fact::diagonal))
    make_definite(a, style.scale);
  else if (square && style.definite && facts.empty() && a.size() > 1)
    make_definite(a, style.scale);
  else if (square && facts.has(Fact::symmetric))
    a = ((a + a.transpose()) / 2).eval();
  if (square && facts.has(Fact::lower_triangular)) a = a.triangularView<Eigen::Lower>().toDenseMatrix();
  if (square && facts.has(Fact::upper_triangular)) a = a.triangularView<Eigen::Upper>().toDenseMatrix();
  if (square && facts.has(Fact::positive_semidefinite)) a.diagonal() = a.diagonal().cwiseAbs();
  if (facts.has(Fact::column_stochastic) && a.rows() > 0)
    for (auto column : a.colwise()) column /= column.sum();
  return a;
}

}  // namespace matgrad
