#pragma once

#include <string>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/facts.hpp>

// What a pattern stands for, and what it must not stand for, derived from the pattern.

namespace matgrad::tests {

/// Two expressions are the same up to the identity of their nodes.
bool same_structure(const Expr& a, const Expr& b);

/// `exprs` with their wildcards replaced by leaves of every fitting combination of shapes, with the declared
/// facts; the shapes of the pattern come first. Left out: scalars among the factors of a matrix product, which no
/// pattern takes for matrices, and scalars added to matrices.
std::vector<std::vector<Expr>> instances(const std::vector<Expr>& exprs);

struct NearMiss {
  std::string description;
  Expr expr;
};
/// For each wildcard with facts: the pattern with a leaf in its place that lacks one of them, all else kept.
std::vector<NearMiss> with_a_fact_missing(const Expr& pattern);
/// For each wildcard that occurs several times: the pattern with another leaf at one of these places.
std::vector<NearMiss> with_unequal_wildcards(const Expr& pattern);
/// For each wildcard for a scalar or a column: the pattern with a square matrix in its place, where that fits.
std::vector<NearMiss> with_a_matrix_instead(const Expr& pattern);
/// For each operation or constant inside the pattern: the pattern with a leaf in its place.
std::vector<NearMiss> with_an_operation_missing(const Expr& pattern);

}  // namespace matgrad::tests
