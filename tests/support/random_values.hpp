#pragma once

#include <Eigen/Core>

#include <random>
#include <span>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/facts.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>

namespace matgrad::tests {

/// Entries drawn evenly from (−1, 1).
Eigen::MatrixXd uniform_matrix(Index rows, Index cols, std::mt19937& random);

/// A matrix that has the facts and, as far as they leave room, no others. Square ones are well conditioned with a
/// positive definite symmetric part, unless semidefinite is all that is asked for: then they are singular.
Eigen::MatrixXd random_matrix(Shape shape, Facts facts, std::mt19937& random);

/// Such values for all leaves of the expressions.
LeafValues<long double> random_leaves(std::span<const Expr> exprs, unsigned seed);

/// The values of the expressions at such leaves; at their absolute values where the first lie outside the domain
/// (a root, a determinant that must be positive).
std::vector<Matrix<long double>> values_in_domain(const std::vector<Expr>& exprs, unsigned seed);

/// Whether a matrix has all the facts, up to rounding.
bool has_facts(const Eigen::MatrixXd& value, Facts facts);

/// max |a − b| relative to max(1, max |a|); infinite for other shapes and for entries that are not finite.
double relative_difference(const Matrix<long double>& a, const Matrix<long double>& b);

}  // namespace matgrad::tests
