#include "matgrad/autodiff/check/check_gradient.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "matgrad/autodiff/check/differences.hpp"
#include "matgrad/autodiff/check/directions.hpp"
#include "matgrad/autodiff/check/movable_loss.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

namespace matgrad {
namespace {

constexpr double tolerance = 1e-8;
constexpr double least_kink = 1e-5;  // relative; what is less may be rounding
constexpr double sure_margin = 10;   // a failure lies this many times above the uncertainty

struct Comparison {
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
bool less_error(const Comparison& a, const Comparison& b) {
  return std::isnan(b.error()) ? !std::isnan(a.error()) : a.error() < b.error();
}

bool surely_wrong(const Comparison& c, double scale) {
  return !(c.error() <= tolerance * scale) && !(c.error() <= sure_margin * c.found.uncertainty);
}

void judge(VariableCheck& check, const std::vector<Comparison>& comparisons) {
  if (check.without_step > 0) check.verdict = Verdict::undecided;
  if (comparisons.empty()) return;
  double scale = 0;
  for (const Comparison& c : comparisons)
    for (double size : {std::abs(c.given), std::abs(c.found.value), c.found.kink})
      if (std::isfinite(size)) scale = std::max(scale, size);
  check.kinks = std::ranges::count_if(comparisons,
                                      [scale](const Comparison& c) { return c.found.kink > least_kink * scale; });
  const Comparison* worst = &*std::max_element(comparisons.begin(), comparisons.end(), less_error);
  const auto relative = [scale](double size) { return size == 0 ? 0 : size / scale; };
  if (!(worst->error() <= tolerance * scale)) check.verdict = Verdict::undecided;
  const Comparison* worst_failure = nullptr;
  for (const Comparison& c : comparisons)
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

VariableCheck check_variable(MovableLoss& loss, std::size_t input, const Expr& variable,
                             const ConstView<double>& gradient, const CheckOptions& options) {
  const Eigen::MatrixXd start = loss.value_of(input);
  const Directions directions(variable, start, options.every_entry, options.seed + input);
  VariableCheck check;
  check.name = variable.symbol();
  check.shape = variable.shape();
  check.entries = static_cast<Index>(directions.entry_count());
  check.directions = static_cast<Index>(directions.random_count());
  std::vector<Comparison> comparisons;
  for (std::size_t i = 0; i < directions.size(); ++i) {
    const Direction direction = directions.at(i);
    const double given = derivative_along(gradient, direction);
    const std::optional<Slope> found =
        slope_by_differences(loss.along(input, direction), first_step(direction.reach));
    if (found)
      comparisons.push_back({direction.name, given, *found});
    else
      ++check.without_step;
  }
  judge(check, comparisons);
  return check;
}

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
    check.variables.push_back(check_variable(movable, i, variables[i], given[i], options));
  return check;
}

GradientCheck check_gradient(const Expr& loss, const std::vector<Expr>& variables,
                             const std::vector<Eigen::MatrixXd>& values, const CheckOptions& options) {
  return check_gradient(loss, variables, gradient(loss, variables), values, options);
}

}  // namespace matgrad
