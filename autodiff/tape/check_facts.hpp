#pragma once

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Checks the facts that `leaf` declares against the value bound to it; symmetry and zeros up to 1e-10 (float:
/// 1e-5) times the largest entry. Of positive definiteness only symmetry and a positive diagonal are checked.
/// Throws DomainError with the leaf and the entry.
template <class Scalar>
void check_facts(const Expr& leaf, ConstView<Scalar> value);

}  // namespace matgrad
