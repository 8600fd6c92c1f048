#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// How an expression is called in sentences.
using Describe = std::function<std::string(const Expr&)>;

/// What a slip of the pen makes of one operation.
struct LocalChange {
  std::string slip;
  std::string words;   // "the factor W₂ᵀ is missing"
  std::string advice;  // may be empty
  /// The changed operation on these inputs; throws ShapeError where that does not fit.
  std::function<Expr(const std::vector<Expr>& inputs)> make;
  std::optional<Expr> lost = {};  // the input that is left out
};

/// The slips in writing `node`; `others` may stand by mistake where an argument belongs.
std::vector<LocalChange> local_changes(const Expr& node, const std::vector<Expr>& others,
                                       const Describe& describe);

// By kind of operation.
std::vector<LocalChange> changes_of_product(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_elementwise_product(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_sum(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_reduction(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_function(const Expr& node, const std::vector<Expr>& others,
                                             const Describe& describe);

/// Aᵀ, and A for Aᵀ.
Expr with_transpose_toggled(const Expr& expr);

}  // namespace matgrad::grading
