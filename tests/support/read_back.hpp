#pragma once

#include <string>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>

namespace matgrad::tests {

struct Tally {
  int expressions = 0, texts = 0, cut = 0;
};

/// Prints an expression, in one line and as a listing, reads it back and compares the values at `leaves`, relative
/// to max(1, greatest entry). Returns nothing, or what came out instead. Texts that were cut off are only counted.
std::string misread(const Expr& expr, const LeafValues<long double>& leaves, Tally& tally,
                    double tolerance = 1e-12);

}  // namespace matgrad::tests
