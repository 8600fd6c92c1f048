#pragma once

#include <optional>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/show/shape_letters.hpp"

namespace matgrad {

/// How derive writes.
struct DeriveOptions {
  /// Leave the answer in terms of ∂L/∂z for this node z of the loss. If z is the loss itself, it may have any
  /// shape.
  std::optional<Expr> upstream = {};
  /// Name what a closed form needs twice and holds more than two leaves by the first unused of K, M, N, P, Q, R.
  bool name_repeated_parts = true;
  /// Letters for sizes, shown beside the numbers: "m×d = 3×6".
  ShapeLetters shape_letters = {};
};

/// Derives ∂L/∂x for a scalar loss, step by step: the loss taken apart, with names t₁, t₂, … for what has none
/// (save transposes and multiples by a number); the adjoint of each name from the loss back to x, with the rules
/// used; the contribution of each use of x and their sum, the total derivative; the closed form, which is
/// gradient(loss, x). The loss is called by its name, else L. x may be a leaf or any node of the loss.
///
/// Throws ShapeError if the loss is not 1×1, Error if `upstream` is no part of it, no variable is given, or one is
/// no part of it but looks like one (see gradient), DerivativeError on a path through an operation without
/// derivative.
Derivation derive(const Expr& loss, const Expr& x, const DeriveOptions& options = {});
Derivation derive(const Expr& loss, const std::vector<Expr>& xs, const DeriveOptions& options = {});

/// A loss and its variables as a derivation has them.
struct NamedLoss {
  Expr loss;
  std::vector<Expr> variables;
};

/// The loss as derive(loss, xs) takes it apart, for a picture with the same names: equal steps are one, and what
/// the closed forms need twice has a name. It may have any shape; where a derivative is missing it stays as it is.
NamedLoss named_as_derived(const Expr& loss, const std::vector<Expr>& xs);

/// The derivation with a check of its closed forms against finite differences of the loss, where the leaves have
/// the given values. An intermediate among the variables is moved by itself. If the answer was left in terms of
/// ∂L/∂z, that gets its true value; where z is all that is known of the loss, it is taken from `values` (the leaf
/// upstream()), else drawn by the seed of `options`, unrelated to the values that draw_values draws by it.
///
/// Throws MissingInputError for a leaf without value, and what check_gradient throws.
Derivation checked(Derivation derivation, const LeafValues<>& values, const CheckOptions& options = {});

}  // namespace matgrad
