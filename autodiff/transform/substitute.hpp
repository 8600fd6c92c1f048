#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"

namespace matgrad {

/// What stands for what.
using Substitution = std::vector<std::pair<Expr, Expr>>;

/// `expr` with each first expression (a leaf or any node) replaced by the second. Shapes are inferred anew, so a
/// model serves another batch size; throws ShapeError where the new shapes do not fit, and DomainError where a
/// leaf's declared facts are not known of what replaces it: rewriting may have used them; Error where nothing is
/// replaced because the expressions hold something else that only looks like the first one (see gradient).
Expr substitute(const Expr& expr, const Substitution& substitution);
std::vector<Expr> substitute(const std::vector<Expr>& exprs, const Substitution& substitution);

/// The same for leaves that a transform made: they may have vanished, and something that looks like them be left.
std::vector<Expr> replaced(const std::vector<Expr>& exprs, const Substitution& substitution);

/// `expr` with the unspecified elementwise function f, and its derivatives f′, f″, …, replaced by a real one. The
/// definition must be elementwise; its derivatives are obtained by differentiating it.
using Definition = std::function<Expr(const Operand& z)>;
Expr substitute(const Expr& expr, const ElementwiseFunction& f, const Definition& definition);
std::vector<Expr> substitute(const std::vector<Expr>& exprs, const ElementwiseFunction& f,
                             const Definition& definition);

}  // namespace matgrad
