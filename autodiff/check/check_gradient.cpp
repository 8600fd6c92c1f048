#include "matgrad/autodiff/check/check_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>

#include "matgrad/autodiff/check/differences.hpp"
#include "matgrad/autodiff/check/directions.hpp"
#include "matgrad/autodiff/check/movable_loss.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"

namespace matgrad {
namespace {

constexpr double tolerance = 1e-8;
constexpr double least_kink = 1e-5;  // relative; what is less may be rounding
constexpr double sure_margin = 10;   // a failure lies this many times above the uncertainty

struct DerivativeComparison {
  std::string name;
  double given;
  Slope found;
  double error() const { return std::abs(given - found.value); }
};

void check_arguments(const Expr& loss, const std::vector<Expr>& variables, const std::vector<Expr>& gradients,
                     const std::vector<Eigen::MatrixXd>& values) {
  if (!loss.shape().is_scalar()) throw ShapeError("check_gradient: " + described(loss) + " is not a scalar");
  if (values.size() != variables.size() || gradients.size() != variables.size())
    throw Error("check_gradient: " + counted(variables.size(), "variable") + ", " +
                counted(gradients.size(), "gradient") + " and " + counted(values.size(), "value") +
                " are given: there must be as many of each");
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (gradients[i].shape() != variables[i].shape())
      throw ShapeError("check_gradient: the gradient " + described(gradients[i]) + " must have the shape of " +
                       described(variables[i]));
}

void require_values(const std::vector<Expr>& exprs, const std::vector<Expr>& inputs) {
  const Graph graph(exprs);
  const std::vector<bool> needed = needed_values(graph, exprs);
  for (const Expr& leaf : graph.leaves()) {
    if (!needed[graph.position(leaf)] || std::find(inputs.begin(), inputs.end(), leaf) != inputs.end()) continue;
    MissingInputError error("check_gradient: no value is given for " + described(leaf));
    error.add_context("list it among the variables, or, if it is not to be checked, in CheckOptions::others");
    throw error;
  }
}

/// NaN is the greatest of all errors.
bool less_error(const DerivativeComparison& a, const DerivativeComparison& b) {
  return std::isnan(b.error()) ? !std::isnan(a.error()) : a.error() < b.error();
}

bool surely_wrong(const DerivativeComparison& c, double scale) {
  return !(c.error() <= tolerance * scale) && !(c.error() <= sure_margin * c.found.uncertainty);
}

void judge(VariableCheck& check, const std::vector<DerivativeComparison>& comparisons) {
  if (check.without_step > 0) check.verdict = Verdict::undecided;
  if (comparisons.empty()) return;
  double scale = 0;
  for (const DerivativeComparison& c : comparisons)
    for (double size : {std::abs(c.given), std::abs(c.found.value), c.found.kink})
      if (std::isfinite(size)) scale = std::max(scale, size);
  check.kinks = std::ranges::count_if(
      comparisons, [scale](const DerivativeComparison& c) { return c.found.kink > least_kink * scale; });
  const DerivativeComparison* worst = &*std::max_element(comparisons.begin(), comparisons.end(), less_error);
  const auto relative = [scale](double size) { return size == 0 ? 0 : size / scale; };
  if (!(worst->error() <= tolerance * scale)) check.verdict = Verdict::undecided;
  const DerivativeComparison* worst_failure = nullptr;
  for (const DerivativeComparison& c : comparisons)
    if (surely_wrong(c, scale) && (worst_failure == nullptr || less_error(*worst_failure, c))) worst_failure = &c;
  if (worst_failure != nullptr) {
    worst = worst_failure;
    check.verdict = Verdict::failed;
  }
  check.worst = worst->name;
  check.given = worst->given;
  check.difference = worst->found.value;
  check.step = worst->found.step;
  check.relative_error = relative(worst->error());
  check.uncertainty = relative(worst->found.uncertainty);
}

/// One variable's gradient beside differences of the loss.
class VariableComparison {
 public:
  VariableComparison(MovableLoss& loss, std::size_t input, const Expr& variable, const CheckOptions& options)
      : loss_(loss),
        input_(input),
        variable_(variable),
        start_(loss.value_of(input)),
        directions_(variable, start_, options.every_entry, options.seed + input) {}

  /// `value` is that of `gradient`. What the values' own rounding may explain is looked at twice: it is told apart
  /// by evaluating in long double, which most checks need not.
  VariableCheck check(const Expr& gradient, const ConstView<double>& value) {
    VariableCheck check = judged(value);
    if (check.verdict == Verdict::passed && check.kinks == 0) return check;
    noise_ = noise();
    if (noise_ > std::numeric_limits<double>::epsilon() * std::abs(loss_.value())) check = judged(value);
    if (check.verdict == Verdict::undecided && check.without_step == 0 && vanishes(gradient)) {
      check.verdict = Verdict::passed;
      check.is_rounding = true;
      check.relative_error = check.uncertainty = 0;
    }
    return check;
  }

 private:
  VariableCheck judged(const ConstView<double>& gradient) {
    VariableCheck check;
    check.name = variable_.symbol();
    check.shape = variable_.shape();
    check.entries = static_cast<Index>(directions_.entry_count());
    check.directions = static_cast<Index>(directions_.random_count());
    comparisons_.clear();
    for (std::size_t i = 0; i < directions_.size(); ++i) {
      const Direction direction = directions_.at(i);
      const double given = derivative_along(gradient, direction);
      const std::optional<Slope> found =
          slope_by_differences(loss_.along(input_, direction), first_step(direction.reach), noise_);
      if (found)
        comparisons_.push_back({direction.name, given, *found});
      else
        ++check.without_step;
    }
    judge(check, comparisons_);
    return check;
  }

  /// The rounding of the loss's values, seen at a few places of the kind that differences are taken of.
  double noise() {
    constexpr std::size_t places = 4;
    double greatest = 0;
    for (std::size_t i = 0; i < std::min(places, directions_.size()); ++i) {
      const Direction direction = directions_.at(i);
      const Along rounding = loss_.rounding_along(input_, direction);
      for (const double distance : {0.0, -first_step(direction.reach), first_step(direction.reach)})
        greatest = std::max(greatest, rounding(distance).value_or(0));
    }
    return greatest;
  }

  /// Whether differences and gradient are nothing but what rounding made of the loss and of the gradient.
  bool vanishes(const Expr& gradient) const {
    const auto is_rounding = [](const DerivativeComparison& c) {
      return c.found.kink == 0 && std::abs(c.found.value) <= sure_margin * c.found.rounding;
    };
    if (!std::ranges::all_of(comparisons_, is_rounding)) return false;
    const Matrix<long double> exact = loss_.exact(gradient);
    const ConstView<long double> exact_value(exact.data(), exact.rows(), exact.cols());
    double rounding = 0;
    for (std::size_t i = 0; i < comparisons_.size(); ++i)
      rounding = std::max(
          rounding,
          std::abs(comparisons_[i].given - static_cast<double>(derivative_along(exact_value, directions_.at(i)))));
    return std::ranges::all_of(comparisons_, [rounding](const DerivativeComparison& c) {
      return std::abs(c.given) <= sure_margin * rounding;
    });
  }

  MovableLoss& loss_;
  std::size_t input_;
  const Expr& variable_;
  Eigen::MatrixXd start_;
  Directions directions_;
  double noise_ = 0;
  std::vector<DerivativeComparison> comparisons_;
};

}  // namespace

bool GradientCheck::passed() const {
  return std::ranges::all_of(variables, [](const VariableCheck& v) { return v.verdict == Verdict::passed; });
}

double GradientCheck::relative_error() const {
  double greatest = 0;
  for (const VariableCheck& v : variables)
    if (!(v.relative_error <= greatest)) greatest = v.relative_error;
  return greatest;
}

GradientCheck check_gradient(const Expr& loss, const std::vector<Expr>& variables,
                             const std::vector<Expr>& gradients, const std::vector<Eigen::MatrixXd>& values,
                             const CheckOptions& options) {
  check_arguments(loss, variables, gradients, values);
  std::vector<Expr> inputs = variables;
  std::vector<Eigen::MatrixXd> all_values = values;
  for (const auto& [leaf, value] : options.others) {
    inputs.push_back(leaf);
    all_values.push_back(value);
  }
  require_no_look_alike(std::span(&loss, 1), inputs);
  // Loss and gradient are different Functions here: their random leaves are numbered together, and do not change.
  std::vector<Expr> frozen{loss};
  frozen.insert(frozen.end(), gradients.begin(), gradients.end());
  frozen = with_draws(std::move(frozen), DrawnBy::nobody);
  require_values(frozen, inputs);
  MovableLoss movable(frozen.front(), inputs, std::move(all_values));
  GradientCheck check;
  check.seed = options.seed;
  check.loss = movable.value();
  if (!std::isfinite(check.loss)) {
    NonFiniteError error("check_gradient: the loss is not finite at the given values");
    error.add_context("check it at a point inside its domain");
    throw error;
  }
  const Function<double> gradient_function(inputs, std::vector<Expr>(frozen.begin() + 1, frozen.end()));
  Workspace<double> workspace(gradient_function);
  const auto given = gradient_function(workspace, std::span<const Argument<double>>(movable.arguments()));
  for (std::size_t i = 0; i < variables.size(); ++i)
    check.variables.push_back(
        VariableComparison(movable, i, variables[i], options).check(frozen[i + 1], given[i]));
  return check;
}

GradientCheck check_gradient(const Expr& loss, const std::vector<Expr>& variables,
                             const std::vector<Eigen::MatrixXd>& values, const CheckOptions& options) {
  std::vector<Expr> gradients = value_and_gradient(loss, variables);
  gradients.erase(gradients.begin());
  return check_gradient(loss, variables, gradients, values, options);
}

}  // namespace matgrad
