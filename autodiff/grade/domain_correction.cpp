#include "matgrad/autodiff/grade/domain_correction.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/tape/check_facts.hpp"

namespace matgrad::grading {
namespace {

constexpr int most_corrections = 8;  // of operations at one point
constexpr int most_trials = 400;     // of leaves and changes for one of them

using Change = std::function<Eigen::MatrixXd(const Eigen::MatrixXd&)>;

Change entries(double (*change)(double)) {
  return [change](const Eigen::MatrixXd& a) { return a.unaryExpr(change).eval(); };
}

Change scaled(double factor) {
  return [factor](const Eigen::MatrixXd& a) { return (factor * a).eval(); };
}

double greatest_entry(const Eigen::MatrixXd& a) { return a.size() == 0 ? 0 : a.cwiseAbs().maxCoeff(); }

Eigen::MatrixXd with_first_row_negated(const Eigen::MatrixXd& a) {
  Eigen::MatrixXd result = a;
  if (a.rows() > 0) result.row(0) *= -1;
  return result;
}

/// What keeps most of a leaf comes first.
std::vector<Change> sign_changes(bool entry_by_entry) {
  std::vector<Change> changes{scaled(-1)};
  if (!entry_by_entry) changes.push_back(with_first_row_negated);
  return changes;
}

std::vector<Change> identities_added() {
  std::vector<Change> changes;
  for (const double multiple : {1.0, 2.0, 4.0, 8.0, 16.0, 32.0})
    changes.push_back([multiple](const Eigen::MatrixXd& a) {
      Eigen::MatrixXd result = a;
      if (a.rows() == a.cols() && a.size() > 1) result.diagonal().array() += multiple * greatest_entry(a);
      return result;
    });
  return changes;
}

std::vector<Change> changes_of_size() {
  std::vector<Change> changes;
  for (const double factor : {0.25, 4.0, 0.0625, 16.0, 1.0 / 64, 64.0, 1.0 / 256, 1.0 / 1024})
    for (const double sign : {1.0, -1.0}) changes.push_back(scaled(sign * factor));
  return changes;
}

std::vector<Change> shifts() {
  return {entries([](double x) { return std::abs(x); }),
          entries([](double x) { return -std::abs(x); }),
          entries([](double x) { return 1 + std::abs(x); }),
          entries([](double x) { return -1 - std::abs(x); }),
          entries([](double x) { return 4 + std::abs(x); }),
          entries([](double x) { return -4 - std::abs(x); }),
          entries([](double x) { return 16 + std::abs(x); }),
          entries([](double x) { return -16 - std::abs(x); }),
          entries([](double x) { return std::abs(x) / (1 + std::abs(x)); })};
}

/// A leaf of the shape of another, or of its transpose, moved most of the way to it.
std::optional<Eigen::MatrixXd> nearer_to(const Eigen::MatrixXd& a, const Eigen::MatrixXd& other) {
  if (a.rows() == other.rows() && a.cols() == other.cols()) return other + a / 8;
  if (a.rows() == other.cols() && a.cols() == other.rows()) return other.transpose() + a / 8;
  return std::nullopt;
}

}  // namespace

bool has_declared_facts(const Expr& leaf, const Eigen::MatrixXd& value) {
  if (leaf.op().declared_facts().empty()) return true;
  try {
    check_facts(leaf, ConstView<double>(value.data(), value.rows(), value.cols()));
    return true;
  } catch (const Error&) {
    return false;
  }
}

template <class Scalar>
std::optional<std::size_t> failing_node(const Evaluator& evaluator, const Evaluation<Scalar>& values,
                                        std::span<const std::size_t> roots) {
  const Graph& graph = evaluator.graph();
  std::vector<bool> bad(graph.size(), false);
  for (const std::size_t root : roots) bad[root] = !values.is_finite(root);
  std::optional<std::size_t> first;
  for (std::size_t i = graph.size(); i-- > 0;) {
    if (!bad[i]) continue;
    bool from_inputs = false;
    for (std::size_t k = 0; k < graph.nodes()[i].inputs().size(); ++k) {
      const std::size_t input = graph.position(graph.nodes()[i].input(k));
      if (!evaluator.uses_value(i, k) || values.is_finite(input)) continue;
      bad[input] = true;
      from_inputs = true;
    }
    if (!from_inputs) first = i;
  }
  return first;
}

template <class Scalar>
bool overflows(const Evaluator& evaluator, const Evaluation<Scalar>& values, std::size_t node) {
  if (!values.has_value(node) || values[node].hasNaN()) return false;
  for (const Expr& input : evaluator.graph().nodes()[node].inputs())
    if ((values[evaluator.graph().position(input)].array() == 0).any()) return false;
  return true;
}

template bool overflows(const Evaluator&, const Evaluation<double>&, std::size_t);
template bool overflows(const Evaluator&, const Evaluation<long double>&, std::size_t);
template std::optional<std::size_t> failing_node(const Evaluator&, const Evaluation<double>&,
                                                 std::span<const std::size_t>);
template std::optional<std::size_t> failing_node(const Evaluator&, const Evaluation<long double>&,
                                                 std::span<const std::size_t>);

DomainCorrection::DomainCorrection(const Evaluator& evaluator, std::vector<std::size_t> roots)
    : evaluator_(evaluator), roots_(std::move(roots)) {}

/// How much is not finite up to a node: entries, and more for what has no value at all.
double DomainCorrection::badness(const Point& point, std::size_t node, const std::vector<bool>& below) const {
  const Evaluation<double> values = evaluator_.at<double>(point.values, node + 1);
  double total = 0;
  for (std::size_t i = 0; i <= node; ++i) {
    if (!below[i] || !evaluator_.is_needed(i)) continue;
    if (!values.has_value(i)) total += 1e6;
    if (values.has_value(i) && !values.is_finite(i))
      total += static_cast<double>(values[i].size() - values[i].array().isFinite().count());
  }
  return total;
}

std::optional<Point> DomainCorrection::corrected_at(std::size_t node, const Point& point,
                                                    const Evaluation<double>& values) const {
  const Expr& failing = evaluator_.graph().nodes()[node];
  const Marks below = evaluator_.with_values_below(failing);
  const std::vector<std::size_t> leaves = evaluator_.marked_leaves(below);
  const bool has_entries = values.has_value(node);
  const bool is_scalar = failing.shape().is_scalar();
  std::vector<std::vector<Change>> levels{sign_changes(has_entries && !is_scalar), changes_of_size(),
                                          identities_added(), shifts()};
  if (!has_entries) std::swap(levels[1], levels[2]);
  double least = badness(point, node, below);
  std::optional<Point> best;
  int trials = 0;
  for (const std::vector<Change>& level : levels)
    for (const Change& change : level)
      for (const std::size_t leaf : leaves) {
        const Eigen::MatrixXd& old = point.values[leaf];
        Eigen::MatrixXd changed = change(old);
        // Entry by entry only those that lie outside.
        if (has_entries && old.rows() == failing.rows() && old.cols() == failing.cols())
          changed = values[node].array().isFinite().select(old, changed).eval();
        if (changed == old || !has_declared_facts(evaluator_.leaves()[leaf], changed)) continue;
        if (++trials > most_trials) return best;
        Point candidate = point;
        candidate.values[leaf] = std::move(changed);
        candidate.corrected.push_back(leaf);
        const double bad = badness(candidate, node, below);
        if (bad < least) {
          least = bad;
          best = std::move(candidate);
        }
        if (least == 0) return best;
      }
  // A product of two leaves is definite where they are alike.
  for (const std::size_t leaf : leaves)
    for (const std::size_t other : leaves) {
      const std::optional<Eigen::MatrixXd> alike = nearer_to(point.values[leaf], point.values[other]);
      if (leaf == other || ++trials > most_trials || !alike ||
          !has_declared_facts(evaluator_.leaves()[leaf], *alike))
        continue;
      Point candidate = point;
      candidate.values[leaf] = *alike;
      candidate.corrected.push_back(leaf);
      if (badness(candidate, node, below) < least) return candidate;
    }
  return best;
}

void DomainCorrection::note_special(const Evaluation<double>& values) {
  const Graph& graph = evaluator_.graph();
  std::vector<bool> below(graph.size(), false);
  for (const std::size_t root : roots_) below[root] = true;
  for (std::size_t i = graph.size(); i-- > 0;) {
    bool from_inputs = false;
    for (std::size_t k = 0; below[i] && k < graph.nodes()[i].inputs().size(); ++k) {
      const std::size_t input = graph.position(graph.nodes()[i].input(k));
      if (!evaluator_.uses_value(i, k)) continue;
      below[input] = true;
      from_inputs = from_inputs || !values.is_finite(input);
    }
    if (!below[i] || !evaluator_.is_needed(i) || values.is_finite(i) || from_inputs) continue;
    if (!overflows<double>(evaluator_, values, i) && std::ranges::find(special_, i) == special_.end())
      special_.push_back(i);
  }
}

void DomainCorrection::look_at(const Point& point) { note_special(evaluator_.at<double>(point.values)); }

std::optional<EvaluatedPoint> DomainCorrection::corrected(Point point) {
  for (int round = 0; round < most_corrections; ++round) {
    Evaluation<double> values = evaluator_.at<double>(point.values);
    const std::optional<std::size_t> failing = failing_node<double>(evaluator_, values, roots_);
    if (!failing) return EvaluatedPoint{std::move(point), std::move(values)};
    failed_ = failing;
    if (overflows<double>(evaluator_, values, *failing)) return std::nullopt;
    std::optional<Point> better = corrected_at(*failing, point, values);
    if (!better) return std::nullopt;
    note_special(values);
    point = *std::move(better);
  }
  return std::nullopt;
}

}  // namespace matgrad::grading
