#pragma once

#include <fmt/core.h>
#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

/// What check_gradient says of a variable.
enum class Verdict { passed, failed, undecided };

/// How check_gradient compares.
struct CheckOptions {
  /// Values of further leaves of the loss, which are not checked.
  LeafValues<> others = {};
  /// Compare every entry of large variables too.
  bool every_entry = false;
  /// Of the random entries and directions of large variables.
  std::uint64_t seed = 1;
};

/// What the check found for one variable. "Relative" is with respect to the greatest number met in the variable's
/// gradient, given or by differences.
struct VariableCheck {
  std::string name;
  Shape shape;
  Index entries = 0;          // compared one by one
  Index directions = 0;       // random unit directions compared besides
  std::string worst;          // where both differ most (among failures, if any): "(2, 0)" or "direction 5"
  double given = 0;           // there: the derivative under test
  double difference = 0;      // there: the derivative by differences
  double step = 0;            // there: the step that was chosen
  double relative_error = 0;  // there
  double uncertainty = 0;     // there, relative
  Index without_step = 0;     // entries and directions of which every step left the domain
  Index kinks = 0;            // entries and directions in which the slopes on both sides differ
  bool is_rounding = false;   // both are 0 but for rounding, and count as equal
  Verdict verdict = Verdict::passed;
};

/// What check_gradient found.
struct GradientCheck {
  double loss = 0;
  std::uint64_t seed = 0;
  std::vector<VariableCheck> variables;

  /// Whether all variables passed.
  bool passed() const;
  /// The greatest relative error.
  double relative_error() const;
};

/// Compares the gradient of a scalar loss at the given values of its variables with differences of the evaluated
/// loss,
///   f′ ≈ (45 (f₁ − f₋₁) − 9 (f₂ − f₋₂) + (f₃ − f₋₃)) / 60h,  fₖ = f(x + k h),
/// whose error is of order h⁶. The step of each direction starts at ε^(1/7) max(1, |x|) and is shrunk by 4 up to
/// eight times. The two neighbouring steps that agree best count; their gap, or ε max|f| / h if that is greater,
/// is the uncertainty. Steps that leave the domain (an Error, or a value that is not finite) are skipped.
///
/// A variable of up to 200 entries is checked entry by entry, a larger one at 24 random entries and along 24
/// random unit directions. A variable with facts is moved inside its set: symmetric ones in both entries by half
/// (so only the symmetric part of a gradient counts), positive ones by a fraction of their value, triangular and
/// diagonal ones where they are not zero by declaration.
///
/// Passed: relative error at most 1e-8. Failed: above that and above 10 times the uncertainty, or not finite. Else
/// undecided. At a kink differences give the mean of both sides; there the uncertainty is half the distance of the
/// two slopes, so that another subgradient is undecided: move the point.
///
/// Random leaves are frozen: every evaluation sees the draws of seed 0, run 0, numbered as in the loss.
///
/// Throws ShapeError, Error for values that do not match the variables, NonFiniteError if the loss is not finite
/// at the given point, and what evaluation throws there.
/// Source: Fornberg (1988), Generation of finite difference formulas on arbitrarily spaced grids, table 1.
GradientCheck check_gradient(const Expr& loss, const std::vector<Expr>& variables,
                             const std::vector<Eigen::MatrixXd>& values, const CheckOptions& options = {});

/// The same for given expressions of the gradients, for example a closed form derived by hand.
GradientCheck check_gradient(const Expr& loss, const std::vector<Expr>& variables,
                             const std::vector<Expr>& gradients, const std::vector<Eigen::MatrixXd>& values,
                             const CheckOptions& options = {});

/// "passed", "failed" or "undecided".
std::string to_text(Verdict verdict);
/// A table with a line for each variable.
std::string to_text(const GradientCheck& check);

}  // namespace matgrad

template <>
struct fmt::formatter<matgrad::GradientCheck> {
  constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  template <class Context>
  auto format(const matgrad::GradientCheck& check, Context& context) const {
    return matgrad::written(matgrad::to_text(check), context.out());
  }
};
