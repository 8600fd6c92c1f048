#include "support/random_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>

#include "support/reference_matrices.hpp"

namespace matgrad::tests {

using Eigen::MatrixXd;

MatrixXd uniform_matrix(Index rows, Index cols, std::mt19937& random) {
  std::uniform_real_distribution<double> entry(-1, 1);
  return MatrixXd::NullaryExpr(rows, cols, [&] { return entry(random); });
}

MatrixXd random_matrix(Shape shape, Facts facts, std::mt19937& random) {
  MatrixXd a = uniform_matrix(shape.rows, shape.cols, random);
  const Index n = a.rows();
  if (n == a.cols() && n > 1) a = a / static_cast<double>(n) + 1.5 * MatrixXd::Identity(n, n);
  if (facts.has(Fact::nonnegative)) a = a.cwiseAbs();
  if (facts.has(Fact::nonnegative) && !facts.has(Fact::positive) && a.size() > 1) a(a.rows() - 1, 0) = 0;
  if (facts.has(Fact::positive)) a.array() += 0.1;
  if (facts.has(Fact::column_stochastic))
    for (auto column : a.colwise()) column = column.sum() > 0 ? (column / column.sum()).eval() : column.setOnes();
  if (facts.has(Fact::lower_triangular)) a = a.triangularView<Eigen::Lower>().toDenseMatrix();
  if (facts.has(Fact::upper_triangular)) a = a.triangularView<Eigen::Upper>().toDenseMatrix();
  if (facts.has(Fact::symmetric)) a = ((a + a.transpose()) / 2).eval();
  if (facts.has(Fact::positive_semidefinite) && !facts.has(Fact::positive_definite)) {
    if (n > 1) a.col(0) = a.col(1);
    a = (a.transpose() * a).eval();
  }
  // Of symmetric matrices the diagonally dominant ones are definite; more is needed only in size 1.
  if (facts.has(Fact::positive_definite))
    a.diagonal() = a.diagonal().cwiseAbs().array() + 0.5;
  else if (facts.has(Fact::symmetric) && !facts.has(Fact::positive_semidefinite) && n > 1 &&
           !facts.has(Fact::nonnegative))
    a(0, 0) = -a(0, 0);
  return a;
}

LeafValues<long double> random_leaves(std::span<const Expr> exprs, unsigned seed) {
  std::mt19937 random(seed);
  LeafValues<long double> values;
  for (const Expr& leaf : Graph(exprs).leaves())
    values.emplace_back(leaf, random_matrix(leaf.shape(), leaf.op().declared_facts(), random).cast<long double>());
  return values;
}

std::vector<Matrix<long double>> values_in_domain(const std::vector<Expr>& exprs, unsigned seed) {
  LeafValues<long double> leaves = random_leaves(exprs, seed);
  const auto is_finite = [](const Matrix<long double>& value) { return value.allFinite(); };
  try {
    auto values = reference_values(std::span<const Expr>(exprs), leaves);
    if (std::ranges::all_of(values, is_finite)) return values;
  } catch (const Error&) {
    // Outside the domain of a factorisation.
  }
  for (auto& [leaf, entries] : leaves) entries = entries.cwiseAbs().eval();
  return reference_values(std::span<const Expr>(exprs), leaves);
}

namespace {

bool has_fact(const MatrixXd& a, Fact fact) {
  constexpr double rounding = 1e-12;
  const auto least_eigenvalue = [&a] { return decomposed((a + a.transpose()) / 2).values.minCoeff(); };
  const auto no_greater = [](const MatrixXd& part) {
    return part.size() == 0 || part.cwiseAbs().maxCoeff() < rounding;
  };
  const bool square = a.rows() == a.cols();
  const MatrixXd below = a.triangularView<Eigen::StrictlyLower>(),
                 above = a.triangularView<Eigen::StrictlyUpper>();
  switch (fact) {
    case Fact::nonnegative:
      return (a.array() >= 0).all();
    case Fact::positive:
      return (a.array() > 0).all();
    case Fact::symmetric:
      return square && no_greater(a - a.transpose());
    case Fact::positive_semidefinite:
      return has_fact(a, Fact::symmetric) && least_eigenvalue() > -rounding;
    case Fact::positive_definite:
      return has_fact(a, Fact::symmetric) && least_eigenvalue() > 1e-6;
    case Fact::lower_triangular:
      return square && no_greater(above);
    case Fact::upper_triangular:
      return square && no_greater(below);
    case Fact::diagonal:
      return square && no_greater(below) && no_greater(above);
    case Fact::column_stochastic:
      return (a.array() >= 0).all() && no_greater(a.colwise().sum().array() - 1);
  }
  return false;
}

}  // namespace

bool has_facts(const MatrixXd& value, Facts facts) {
  constexpr Fact all[] = {Fact::nonnegative,           Fact::positive,          Fact::symmetric,
                          Fact::positive_semidefinite, Fact::positive_definite, Fact::lower_triangular,
                          Fact::upper_triangular,      Fact::diagonal,          Fact::column_stochastic};
  return value.allFinite() &&
         std::ranges::all_of(all, [&](Fact fact) { return !facts.has(fact) || has_fact(value, fact); });
}

double relative_difference(const Matrix<long double>& a, const Matrix<long double>& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols() || !a.allFinite() || !b.allFinite())
    return std::numeric_limits<double>::infinity();
  if (a.size() == 0) return 0;
  return static_cast<double>((a - b).cwiseAbs().maxCoeff() / std::max(1.0L, a.cwiseAbs().maxCoeff()));
}

}  // namespace matgrad::tests
