#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

/// A line of the forward table: name = formula.
struct ForwardStep {
  std::string name;
  std::string formula;  // in terms of earlier names
  Shape shape;
  Expr node;
};

/// A line of the backward pass: ∂L/∂(name) = formula.
struct BackwardStep {
  std::string name;                // of the adjoint, "∂L/∂K"
  std::string formula;             // in terms of names and earlier adjoints
  std::string expanded;            // in terms of the user's names alone; empty if it is the same, or long
  std::vector<std::string> rules;  // "Z = A B: ∂L/∂A = (∂L/∂Z) Bᵀ", one for each operation passed
  Shape shape;
  Expr node;
  Expr adjoint;  // expanded
};

/// What one use of a variable contributes to its gradient.
struct DerivationPath {
  std::string use;  // "as the factor W of t₁ = Wᵀ W"
  std::string formula;
  std::string expanded;
  std::vector<std::string> rules;
  Expr contribution;  // expanded
};

/// The last lines, for one variable.
struct VariableDerivation {
  std::string name;  // "∂L/∂W"
  std::vector<DerivationPath> paths;
  std::string total;  // the sum of the paths, term by term; "path 1 + path 2" where that is long
  Expr variable;
  Expr closed_form;
};

/// The reverse sweep written out: what a person would write down to derive a gradient.
class Derivation {
 public:
  Derivation(std::string loss_name, std::vector<ForwardStep> steps, std::vector<BackwardStep> adjoints,
             std::vector<VariableDerivation> variables, std::optional<Expr> upstream = {});

  const std::string& loss_name() const { return loss_name_; }
  const std::vector<ForwardStep>& steps() const { return steps_; }
  const std::vector<BackwardStep>& adjoints() const { return adjoints_; }
  const std::vector<VariableDerivation>& variables() const { return variables_; }

  /// The leaf ∂L/∂z in terms of which the answer is left, if that was asked for.
  const std::optional<Expr>& upstream() const { return upstream_; }

  /// Throw Error if x is none of the variables.
  const std::vector<DerivationPath>& paths(const Expr& x) const;
  const Expr& closed_form(const Expr& x) const;
  /// Of the first variable.
  const Expr& closed_form() const { return variables_.front().closed_form; }

 private:
  const VariableDerivation& of(const Expr& x) const;

  std::string loss_name_;
  std::vector<ForwardStep> steps_;
  std::vector<BackwardStep> adjoints_;
  std::vector<VariableDerivation> variables_;
  std::optional<Expr> upstream_;
};

/// How derive writes.
struct DeriveOptions {
  /// Leave the answer in terms of ∂L/∂z for this node z of the loss. If z is the loss itself, it may have any
  /// shape.
  std::optional<Expr> upstream = {};
};

/// Derives ∂L/∂x for a scalar loss, step by step: the loss taken apart, with names t₁, t₂, … for what has none
/// (save transposes and multiples by a number); the adjoint of each name from the loss back to x, with the rules
/// used; the contribution of each use of x and their sum, the total derivative; the closed form, as gradient(loss,
/// x) gives it. The loss is called by its name, else L. x may be a leaf or any node of the loss.
///
/// Throws ShapeError if the loss is not 1×1, Error if `upstream` is no part of it, DerivativeError on a path
/// through an operation without derivative.
Derivation derive(const Expr& loss, const Expr& x, const DeriveOptions& options = {});
Derivation derive(const Expr& loss, const std::vector<Expr>& xs, const DeriveOptions& options = {});

/// The tables and formulas as lines of text.
std::string to_text(const Derivation& derivation);

}  // namespace matgrad

template <>
struct fmt::formatter<matgrad::Derivation> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const matgrad::Derivation& derivation, Context& context) const {
    return matgrad::written(matgrad::to_text(derivation), context.out());
  }
};
