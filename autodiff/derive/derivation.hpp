#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/derive/derivative_rule.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/notation.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/shape_letters.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad {

/// A line of the forward table: name = formula.
struct ForwardStep {
  std::string name;
  Notation formula;  // in terms of earlier names
  Expr node;
};

/// A line of the backward pass: ∂L/∂(name) = formula.
struct BackwardStep {
  std::string name;                   // of the adjoint, "∂L/∂K"
  Notation formula;                   // in terms of names and earlier adjoints
  std::optional<Notation> expanded;   // in terms of the user's names alone; none if it is the same, or long
  std::vector<DerivativeRule> rules;  // one for each operation passed
  Expr node;
  Expr adjoint;  // expanded
};

/// As what a variable is used in a line: "as the factor W of t₁ = Wᵀ W", or "in L = tr(A)" where it is the only
/// input.
struct PathUse {
  std::string role;  // "factor", "second factor", "term", "argument"; empty for the only input
  Notation input;
  Notation line;
};
std::string to_text(const PathUse& use);

/// What one use of a variable contributes to its gradient.
struct DerivationPath {
  PathUse use;
  Notation formula;
  std::optional<Notation> expanded;
  std::vector<DerivativeRule> rules;
  Expr contribution;  // expanded
};

/// What a name in a closed form stands for.
struct NamedPart {
  std::string name;
  Notation formula;
  Expr node;
};

/// The last lines, for one variable.
struct VariableDerivation {
  std::string name;  // "∂L/∂W"
  std::vector<DerivationPath> paths;
  std::optional<Notation> total;  // the sum of the paths, term by term; none where that is long
  Expr variable;                  // as the user has it
  Expr node;                      // as it stands in the derivation's loss
  Expr closed_form;
  Notation closed_formula;
  std::vector<NamedPart> where;  // the names that derive gave to what the closed form needs twice
};

/// The reverse sweep written out: what a person would write down to derive a gradient.
class Derivation {
 public:
  Derivation(Expr loss, std::string loss_name, std::vector<ForwardStep> steps, std::vector<BackwardStep> adjoints,
             std::vector<VariableDerivation> variables, std::optional<GivenAdjoint> upstream = {});

  /// The loss, in which what the closed forms need twice is named.
  const Expr& loss() const { return loss_; }
  const std::string& loss_name() const { return loss_name_; }
  const std::vector<ForwardStep>& steps() const { return steps_; }
  const std::vector<BackwardStep>& adjoints() const { return adjoints_; }
  const std::vector<VariableDerivation>& variables() const { return variables_; }

  /// The node z of loss(), and the leaf ∂L/∂z in terms of which the answer is left, if that was asked for.
  const std::optional<GivenAdjoint>& upstream() const { return upstream_; }

  /// Throw Error if x is none of the variables.
  const VariableDerivation& of(const Expr& x) const;
  const std::vector<DerivationPath>& paths(const Expr& x) const { return of(x).paths; }
  const Expr& closed_form(const Expr& x) const { return of(x).closed_form; }
  /// Of the first variable.
  const Expr& closed_form() const { return variables_.front().closed_form; }

  /// Letters for sizes, shown beside the numbers.
  const ShapeLetters& shape_letters() const { return shape_letters_; }
  void set_shape_letters(ShapeLetters letters) { shape_letters_ = std::move(letters); }

  /// What `checked` found, if it was asked.
  const std::optional<GradientCheck>& check() const { return check_; }
  void set_check(GradientCheck check) { check_ = std::move(check); }

 private:
  Expr loss_;
  std::string loss_name_;
  std::vector<ForwardStep> steps_;
  std::vector<BackwardStep> adjoints_;
  std::vector<VariableDerivation> variables_;
  std::optional<GivenAdjoint> upstream_;
  ShapeLetters shape_letters_;
  std::optional<GradientCheck> check_;
};

/// The tables and formulas as lines of text.
std::string to_text(const Derivation& derivation);

/// The same as LaTeX, to be put into a document that uses amsmath: paragraphs, aligned equations, tables.
std::string to_latex(const Derivation& derivation);

/// The same as a fragment of HTML: a section with headings (h3), tables and MathML, and no style.
std::string to_html(const Derivation& derivation);

}  // namespace matgrad

template <>
struct fmt::formatter<matgrad::Derivation> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const matgrad::Derivation& derivation, Context& context) const {
    return matgrad::written(matgrad::to_text(derivation), context.out());
  }
};
