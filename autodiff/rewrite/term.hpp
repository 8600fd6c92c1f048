#pragma once

#include <algorithm>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// A multiple of an expression by a number.
struct Term {
  double coefficient = 1;
  Expr core;
};

/// Splits off the number of a one-term sum; an extreme one stays where it is.
Term split_number(const Expr& expr);

/// The terms of a sum, and the sum of terms as it stands, neither sorted nor collected.
std::vector<Term> terms_of(const Expr& sum);
Expr sum_of(const std::vector<Term>& terms);

/// −A + B is written B − A, in any list of what has a coefficient.
template <class Terms>
void put_positive_first(Terms& terms) {
  std::stable_partition(terms.begin(), terms.end(), [](const auto& term) { return term.coefficient > 0; });
}
/// −2 (x − y) is 2 (y − x): whether there is such a form of number · Σ terms, which they then are.
bool take_sign_inside(double& number, std::vector<Term>& terms);

}  // namespace matgrad
