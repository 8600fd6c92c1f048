#pragma once

#include <fmt/core.h>
#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/draw_values.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

/// A slip that explains a wrong answer.
struct Diagnosis {
  std::string slip;         // its name: "one path missing"
  std::string explanation;  // what is wrong, and where
  std::string advice;       // what to look at; may be empty
  /// What the true gradient becomes by this slip: it equals the answer. None where the answer has no value, or
  /// would be right if something held that the question does not say.
  std::optional<Expr> reproduction;
};

/// The entry in which an answer is farthest from the truth, at one of the points at which they differ.
struct WorstEntry {
  Index row = 0;
  Index col = 0;
  double given = 0;
  double expected = 0;
};

/// Undecided is an answer that could not be compared: too few points were found at which it and the gradient are
/// finite and known to enough digits, or numbers were given for a point at which several may be right.
enum class GradeVerdict { right, wrong, undecided };
/// "right", "wrong", "undecided".
std::string to_text(GradeVerdict verdict);

/// What is said of an answer.
struct Grade {
  GradeVerdict verdict = GradeVerdict::undecided;
  std::string undecided_because = {};  // "Xᵀ X is singular at …", if more is known than that points were too few
  std::string reading = {};   // of a right answer, if it had to be read in some way: "in denominator layout"
  std::string question = {};  // "∂L/∂W"
  Expr truth;                 // the right answer, tidy
  Shape given_shape = {};
  std::size_t points = 0;     // at which both were compared
  double relative_error = 0;  // of a right answer: the greatest, each entry on its own scale
  /// Of a wrong answer of the right shape.
  std::optional<WorstEntry> worst = {};
  /// The simplest slip that explains a wrong answer; empty if none is known.
  std::vector<Diagnosis> diagnoses = {};
  /// Of a wrong answer to a piecewise question: "right where a > 0, and wrong elsewhere".
  std::string region = {};
  /// What else was noticed.
  std::vector<std::string> remarks = {};
  /// Of a written question: what was decided without having been said.
  std::vector<std::string> assumptions = {};
  /// The same of a written answer, and how it was read where it could have been meant otherwise.
  std::vector<std::string> answer_notes = {};
  /// What names in the truth stand for that are not the question's: "K = Wᵀ W".
  std::vector<std::string> where = {};
  /// Of a right answer: "positive definite K", or "where a − 5 > 0", where nothing else was finite.
  std::optional<std::string> restriction = {};
  /// Pieces of piecewise operations that no point has reached, but for all that is known might: "x < 0".
  std::vector<std::string> unreached = {};

  bool right() const { return verdict == GradeVerdict::right; }
};

/// How grade reads a question.
struct GradeOptions {
  /// Take the adjoint of this node of the loss as given: a free matrix. The loss may end there, in any shape. A
  /// loss that is no scalar is taken as its own upstream node.
  std::optional<Expr> upstream = {};
  /// Leaves of the answer that stand for adjoints, each with its node of the loss: the upstream node, or one
  /// between the loss and the variable, through which the chain rule passes.
  std::vector<std::pair<Expr, Expr>> adjoints = {};
  /// Ask only for what this one use of the variable contributes, counted from 1 as derive counts.
  std::optional<std::size_t> path = {};
  /// The greatest relative difference that counts as rounding, between 0 and 1; by default 1e-10 for
  /// expressions, evaluated in long double, and 1e-6 for matrices.
  std::optional<double> tolerance = {};
  /// Of the random points.
  std::uint64_t seed = 1;
  /// Values at which an expression is compared besides; of other leaves they are drawn.
  LeafValues<> given = {};
  /// Whether slips are looked for that explain a wrong answer.
  bool explain = true;
};

/// Compares a hand-derived ∂L/∂x with the true one at random points inside the domain and, where they differ, says
/// which slips explain the answer. `wrt` is a variable or any node of the loss; `answer` speaks of the variables
/// and nodes of the loss, of adjoints by the leaves that `options` names, and of unspecified functions, for which
/// several smooth ones are put. A slip is reported only if it turns the true gradient into exactly the answer at
/// every point.
///
/// Half of the points have entries of size 0.2 to 1.5, the others 0.01 to 100, of both signs, in matrices without
/// structure; only what has no value there is moved into its domain. Entries are compared one by one, each on the
/// scale of the terms that make it up, where rounding is known to be smaller than the tolerance. Piecewise
/// operations are followed into each of their pieces; those that were not reached are named.
///
/// With respect to a variable declared symmetric or diagonal only that part of the answer counts. A number c is
/// right where every entry of the gradient is c.
///
/// Of a loss that is no scalar, an answer that holds no adjoint is the Jacobian ∂y/∂x: a row for each entry of y,
/// a column for each entry of x, both column by column. Its transpose is right too, in denominator layout.
///
/// Throws Error where the answer speaks of other variables, or of the adjoint that is asked for, or the question
/// or the tolerance makes no sense, and what derive throws.
Grade grade(const Expr& loss, const Expr& wrt, const Expr& answer, const GradeOptions& options = {});

/// The same for the value of the answer where all variables, and adjoints that are free, have the given values; of
/// a loss that is no scalar a Jacobian, unless its adjoint is among them.
/// Throws MissingInputError also for a loss with unspecified functions.
Grade grade(const Expr& loss, const Expr& wrt, const LeafValues<>& values, const Eigen::MatrixXd& answer,
            const GradeOptions& options = {});

/// A few sentences; they show at most the part of the right answer that is missing.
std::string to_text(const Grade& grade);
/// The sentence that shows the right answer.
std::string solution_text(const Grade& grade);

}  // namespace matgrad

template <>
struct fmt::formatter<matgrad::Grade> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const matgrad::Grade& grade, Context& context) const {
    return matgrad::written(matgrad::to_text(grade), context.out());
  }
};
