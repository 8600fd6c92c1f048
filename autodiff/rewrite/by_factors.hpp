#pragma once

#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/rewrite/factoring_function.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"

namespace matgrad {

/// The instruction that does what `original` does, which is this function of interned inputs, by the factors of
/// its first input: those of another instruction, the same for all that factor this matrix (by Cholesky one that
/// is known to be symmetric, else by LU), or solve with its transpose. The factors never throw, but their users
/// do: they evaluate the operation itself where there are none, or where it is more accurate (cofactor, rcond).
/// `of_matrix` are the facts of the matrix, `is_shared` says whether anything else uses it: cholesky stays as it
/// is where nobody else would use its factor.
Expr by_factors(FactoringFunction function, const Expr& original, Facts of_matrix, bool is_shared,
                Interner& interner);

}  // namespace matgrad
