#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad::grading {

/// How an expression is called in sentences.
using Describe = std::function<std::string(const Expr&)>;

using ExprList = std::vector<Expr>;

/// What a slip of the pen makes of one operation.
struct LocalChange {
  std::string slip;
  std::string words;   // "the factor W₂ᵀ is missing"
  std::string advice;  // may be empty
  /// The changed operation on these inputs; throws ShapeError where that does not fit.
  std::function<Expr(const ExprList& inputs)> make;
  std::optional<Expr> lost = {};  // the input that is left out
};

/// The slips in writing `node`; `others` may stand by mistake where an argument belongs.
std::vector<LocalChange> local_changes(const Expr& node, const ExprList& others, const Describe& describe);

// By kind of operation.
std::vector<LocalChange> changes_of_product(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_elementwise_product(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_kronecker_product(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_sum(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_reduction(const Expr& node, const Describe& describe);
std::vector<LocalChange> changes_of_function(const Expr& node, const ExprList& others, const Describe& describe);

/// A sum, or a name of one, without each of its terms; nothing for what is no sum.
ExprList without_one_term(const Expr& sum);
/// Whether a node is a function f(u) of one other node, entry by entry as far as its shape tells.
bool is_function_of_one(const Expr& node);
/// Aᵀ, and A for Aᵀ.
Expr with_transpose_toggled(const Expr& expr);

}  // namespace matgrad::grading
