#pragma once

#include <string>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::tests {

/// What a book states to be equal: mostly a derivative that matgrad derives, and the book's.
struct Equation {
  std::string name;
  Expr derived;
  Expr stated;
};

/// Compares both sides at three sets of random leaves: entries uniform in [−1, 1]; square matrices are made well
/// conditioned, and all have the facts that they are declared to have. At most 1e-9 apart, relative to their size,
/// which must not be 0.
void check_equations(const std::vector<Equation>& equations);

/// Transposed, as short as in books.
Expr T(const Expr& matrix);

}  // namespace matgrad::tests
