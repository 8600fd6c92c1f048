#include "matgrad/autodiff/check/kink.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/piecewise_op.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

constexpr long double near_step = 1e-9L, far_step = 1e-6L;  // relative to the variable
constexpr long double least_margin = 1e-13L;                // of values that were computed in double
constexpr long double least_jump = 1e-7L, slack = 1e-6L;    // relative to the derivative
constexpr Index most_kink_entries = 64;                     // that are moved one by one
constexpr int random_line_directions = 16;
constexpr std::size_t most_named = 3;

/// "x₁", "a", "entry (0, 1) of W x".
std::string entry_text(const Expr& expr, Index k) {
  if (expr.shape().size() <= 1) return to_text(expr);
  const bool is_vector = expr.rows() == 1 || expr.cols() == 1;
  if (is_vector && !expr.symbol().empty()) return subscripted(expr.symbol(), static_cast<std::size_t>(k) + 1);
  return fmt::format("entry ({}, {}) of {}", k % expr.rows(), k / expr.rows(), to_text(expr));
}

/// Where choice k of a piecewise operation lies on the boundary.
std::string boundary_text(const Expr& node, Index k) {
  const std::string piece = as_piecewise(node)->piece_text(node, 0);
  const Expr& left = node.input(0);
  const bool by_entry = node.shape() != Shape{1, 1} || left.shape().is_scalar();
  if (piece.ends_with(" < 0") && by_entry) return entry_text(left, k) + " = 0";
  if (piece.ends_with(" ≠ 0")) return to_text(left) + " = 0";
  const bool is_relation = node.inputs().size() == 2 && piece.find(" < ") != std::string::npos;
  if (is_relation && by_entry) return entry_text(left, k) + " = " + entry_text(node.input(1), k);
  if (const std::string text = as_piecewise(node)->boundary_text(node); !text.empty()) return text;
  return to_text(node) + " is on the boundary between two pieces";
}

/// The operations between the variable and the formula that lie on a boundary of their pieces.
std::vector<std::string> boundaries(const Expr& formula, const Expr& variable,
                                    const LeafValues<long double>& values) {
  const Graph graph(formula);
  std::vector<Expr> inputs;
  for (const Expr& node : graph.nodes())
    if (as_piecewise(node) != nullptr && Graph(node).contains(variable))
      inputs.insert(inputs.end(), node.inputs().begin(), node.inputs().end());
  const std::vector<Matrix<long double>> results = reference_values<long double>(inputs, values);
  std::vector<std::string> texts;
  std::size_t next = 0;
  for (const Expr& node : graph.nodes()) {
    if (as_piecewise(node) == nullptr || !Graph(node).contains(variable)) continue;
    std::vector<ConstView<long double>> views;
    for (std::size_t k = 0; k < node.inputs().size(); ++k, ++next)
      views.emplace_back(results[next].data(), results[next].rows(), results[next].cols());
    const std::vector<Choice> choices = as_piecewise(node)->choices(Inputs<long double>(views));
    for (std::size_t k = 0; k < choices.size(); ++k) {
      if (choices[k].margin > least_margin) continue;
      std::string text = boundary_text(node, static_cast<Index>(k));
      if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
    }
  }
  return texts;
}

/// The part of a direction in which a variable of these facts can move.
Eigen::MatrixXd allowed(const Eigen::MatrixXd& direction, Facts facts) {
  if (facts.has(Fact::diagonal)) return direction.diagonal().asDiagonal();
  if (facts.has(Fact::symmetric)) return (direction + direction.transpose()) / 2;
  return direction;
}

Matrix<long double> cast_all(const Eigen::MatrixXd& value) { return value.cast<long double>(); }

}  // namespace

Kink::Kink(const Expr& derivative, const Expr& variable, LeafValues<long double> values)
    : derivative_(derivative), variable_(variable), values_(std::move(values)) {}

std::optional<Kink> Kink::at(const Expr& formula, const Expr& derivative, const Expr& variable,
                             const LeafValues<>& values) {
  LeafValues<long double> all;
  for (const auto& [leaf, value] : values) all.emplace_back(leaf, cast_all(value));
  if (!variable.is_leaf()) return at_intermediate(formula, derivative, variable, values);
  Kink kink(derivative, variable, std::move(all));
  try {
    kink.where_ = boundaries(formula, variable, kink.values_);
    if (kink.where_.empty()) return std::nullopt;
    kink.here_ = reference_value<long double>(derivative, kink.values_);
  } catch (const Error&) {
    return std::nullopt;
  }
  if (!kink.here_.allFinite()) return std::nullopt;
  kink.look_around();
  if (!kink.has_jump()) return std::nullopt;
  return kink;
}

/// With a leaf in place of an intermediate, so that it can be moved.
std::optional<Kink> Kink::at_intermediate(const Expr& formula, const Expr& derivative, const Expr& node,
                                          const LeafValues<>& values) {
  const Expr leaf = variable_like(std::string(node.symbol()), node);
  const std::vector<Expr> moved = replaced({formula, derivative}, {{node, leaf}});
  LeafValues<> with_leaf = values;
  try {
    with_leaf.emplace_back(leaf, reference_value<double>(node, values));
  } catch (const Error&) {
    return std::nullopt;
  }
  return at(moved[0], moved[1], leaf, with_leaf);
}

std::optional<Matrix<long double>> Kink::moved(const Eigen::MatrixXd& direction, long double step) const {
  LeafValues<long double> values = values_;
  for (auto& [leaf, value] : values)
    if (leaf == variable_) {
      const long double size = value.size() == 0 ? 1 : std::max(1.0L, value.cwiseAbs().maxCoeff());
      value += step * size * direction.cast<long double>();
    }
  try {
    Matrix<long double> result = reference_value<long double>(derivative_, values);
    if (result.allFinite()) return result;
  } catch (const Error&) {
    // Outside of the domain nothing is known.
  }
  return std::nullopt;
}

std::optional<Kink::Side> Kink::side(const Eigen::MatrixXd& direction, long double step) const {
  auto ahead = moved(direction, step), behind = moved(direction, -step);
  if (!ahead || !behind) return std::nullopt;
  return Side{direction, *std::move(ahead), *std::move(behind)};
}

void Kink::look_around() {
  const Facts facts = variable_.op().declared_facts();
  const Index size = variable_.shape().size();
  std::vector<Eigen::MatrixXd> directions;
  for (Index k = 0; k < size && size <= most_kink_entries; ++k) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(variable_.rows(), variable_.cols());
    unit.data()[k] = 1;
    directions.push_back(allowed(unit, facts));
  }
  std::mt19937_64 random = random_generator(1, 0);
  for (int k = 0; k < random_line_directions; ++k)
    directions.push_back(allowed(random_value(variable_.shape(), {}, {}, random), facts));
  least_ = greatest_ = here_;
  Matrix<long double> far_least = here_, far_greatest = here_;
  for (const Eigen::MatrixXd& direction : directions) {
    const std::optional<Side> near = side(direction, near_step), far = side(direction, far_step);
    if (!near || !far) continue;
    least_ = least_.cwiseMin(near->ahead).cwiseMin(near->behind);
    greatest_ = greatest_.cwiseMax(near->ahead).cwiseMax(near->behind);
    far_least = far_least.cwiseMin(far->ahead).cwiseMin(far->behind);
    far_greatest = far_greatest.cwiseMax(far->ahead).cwiseMax(far->behind);
    sides_.push_back(*near);
  }
  if (here_.size() > 0) scale_ = std::max(least_.cwiseAbs().maxCoeff(), greatest_.cwiseAbs().maxCoeff());
  // What grows with the distance is no jump.
  for (Index k = 0; k < here_.size(); ++k)
    if (greatest_.data()[k] - least_.data()[k] < (far_greatest.data()[k] - far_least.data()[k]) / 2)
      least_.data()[k] = greatest_.data()[k] = here_.data()[k];
}

bool Kink::jumps(Index entry) const {
  return greatest_.data()[entry] - least_.data()[entry] > least_jump * scale_;
}

bool Kink::has_jump() const {
  for (Index k = 0; k < here_.size(); ++k)
    if (jumps(k)) return true;
  return false;
}

bool Kink::spans(Index entry, long double number) const {
  return least_.data()[entry] - slack * scale_ <= number && number <= greatest_.data()[entry] + slack * scale_;
}

long double Kink::slope(const Matrix<long double>& derivative, Index row, const Eigen::MatrixXd& direction) const {
  const bool is_gradient = Shape{derivative.rows(), derivative.cols()} == variable_.shape();
  const Matrix<long double> v = direction.cast<long double>().reshaped();
  if (is_gradient) return derivative.reshaped().dot(v.col(0));
  return derivative.row(row).dot(v.col(0));
}

bool Kink::is_between(const Matrix<long double>& derivative, const Side& side) const {
  const bool is_gradient = Shape{derivative.rows(), derivative.cols()} == variable_.shape();
  const long double room = slack * scale_ * std::max(1.0, side.direction.cwiseAbs().sum());
  for (Index row = 0; row < (is_gradient ? 1 : derivative.rows()); ++row) {
    const long double ahead = slope(side.ahead, row, side.direction),
                      behind = slope(side.behind, row, side.direction),
                      given = slope(derivative, row, side.direction);
    if (given < std::min(ahead, behind) - room || given > std::max(ahead, behind) + room) return false;
  }
  return true;
}

bool Kink::is_subgradient(const Matrix<long double>& derivative) const {
  for (Index k = 0; k < derivative.size(); ++k)
    if (!spans(k, derivative.data()[k])) return false;
  for (const Side& one : sides_)
    if (!is_between(derivative, one)) return false;
  // Beyond a round boundary, as that of a norm, the direction in which it lies says most.
  if (Shape{derivative.rows(), derivative.cols()} != variable_.shape()) return true;
  const Matrix<long double> middle = (least_ + greatest_) / 2;
  const Eigen::MatrixXd away = (derivative - middle).cast<double>();
  const std::optional<Side> outward = side(allowed(away, variable_.op().declared_facts()), near_step);
  return outward && is_between(derivative, *outward);
}

std::string Kink::where() const {
  std::string text;
  for (std::size_t k = 0; k < std::min(where_.size(), most_named); ++k)
    text += (k == 0 ? "" : k + 1 < std::min(where_.size(), most_named) ? ", " : " and ") + where_[k];
  if (where_.size() > most_named) text += " and " + std::to_string(where_.size() - most_named) + " more";
  return text;
}

std::string Kink::range_text() const {
  std::string text;
  for (Index k = 0; k < here_.size(); ++k) {
    if (!jumps(k)) continue;
    const auto number = [](long double x) {
      std::string digits = fmt::format("{:.6g}", static_cast<double>(x));
      return digits.starts_with('-') ? "−" + digits.substr(1) : digits;
    };
    const std::string one = "between " + number(least_.data()[k]) + " and " + number(greatest_.data()[k]);
    if (!text.empty() && text != one) return {};
    text = one;
  }
  return text;
}

}  // namespace matgrad
