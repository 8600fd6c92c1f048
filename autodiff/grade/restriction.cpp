#include "matgrad/autodiff/grade/restriction.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/grade/domain_correction.hpp"
#include "matgrad/autodiff/grade/value_range.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"

namespace matgrad::grading {
namespace {

constexpr int tries = 24;  // of values with a property

bool is_definite(const Eigen::MatrixXd& a) {
  if (a.rows() != a.cols() || a.size() < 2) return false;
  const Eigen::LLT<Eigen::MatrixXd> factor((a + a.transpose()) / 2);
  return factor.info() == Eigen::Success;
}
bool is_positive(const Eigen::MatrixXd& a) { return (a.array() > 0).all(); }
bool is_negative(const Eigen::MatrixXd& a) { return (a.array() < 0).all(); }
bool is_below_one(const Eigen::MatrixXd& a) { return (a.array().abs() < 1).all(); }
bool is_above_one(const Eigen::MatrixXd& a) { return (a.array().abs() > 1).all(); }

Eigen::MatrixXd made_definite(const Eigen::MatrixXd& a) {
  return (a * a.transpose() + 0.1 * a.squaredNorm() * Eigen::MatrixXd::Identity(a.rows(), a.rows())).eval();
}
Eigen::MatrixXd made_positive(const Eigen::MatrixXd& a) { return a.cwiseAbs(); }
Eigen::MatrixXd made_negative(const Eigen::MatrixXd& a) { return -a.cwiseAbs(); }
Eigen::MatrixXd made_below_one(const Eigen::MatrixXd& a) {
  return a.unaryExpr([](double x) { return x / (1 + std::abs(x)); });
}
Eigen::MatrixXd made_above_one(const Eigen::MatrixXd& a) {
  return a.unaryExpr([](double x) { return std::copysign(1 + std::abs(x), x); });
}

struct Property {
  bool (*holds)(const Eigen::MatrixXd&);
  Eigen::MatrixXd (*made)(const Eigen::MatrixXd&);
  std::string_view before, behind;
};
constexpr Property properties[] = {{is_definite, made_definite, "positive definite ", ""},
                                   {is_positive, made_positive, "positive ", ""},
                                   {is_negative, made_negative, "negative ", ""},
                                   {is_below_one, made_below_one, "", " between −1 and 1"},
                                   {is_above_one, made_above_one, "", " beyond −1 and 1"}};

bool is_corrected(const Point& point, std::size_t leaf) {
  return std::ranges::find(point.corrected, leaf) != point.corrected.end();
}

/// What holds of a leaf at all points.
const Property* property_of(std::size_t leaf, std::span<const Point> points) {
  if (std::ranges::none_of(points, [&](const Point& point) { return is_corrected(point, leaf); })) return nullptr;
  for (const Property& property : properties)
    if (std::ranges::all_of(points, [&](const Point& p) { return property.holds(p.values[leaf]); }))
      return &property;
  return nullptr;
}

/// Whether values with these properties need no further correction.
bool is_enough(const std::vector<const Property*>& by_leaf, const Evaluator& evaluator,
               std::span<const std::size_t> domain, std::mt19937_64& random) {
  for (int i = 0; i < tries; ++i) {
    Point point =
        general_point(evaluator.leaves(), i % 2 == 0 ? moderate_size(random) : any_size(random, 1), random);
    for (std::size_t leaf = 0; leaf < by_leaf.size(); ++leaf)
      if (by_leaf[leaf] != nullptr) point.values[leaf] = by_leaf[leaf]->made(point.values[leaf]);
    const Evaluation<double> values = evaluator.at<double>(point.values);
    const auto failing = failing_node<double>(evaluator, values, domain);
    if (failing && !overflows<double>(evaluator, values, *failing)) return false;
  }
  return true;
}

/// Of which numbers a function of each entry is finite: "… > 0"; empty if it is of all, or of others than these.
struct Interval {
  std::array<bool, 6> finite;
  Range bounds;
  std::string_view before, behind;
};
constexpr double no_bound = std::numeric_limits<double>::infinity();
constexpr std::array<double, 6> probe_points{-4, -1.5, -0.5, 0.5, 1.5, 4};
constexpr Interval intervals[] = {{{false, false, false, true, true, true}, {0, no_bound}, "", " > 0"},
                                  {{true, true, true, false, false, false}, {-no_bound, 0}, "", " < 0"},
                                  {{false, false, false, false, true, true}, {1, no_bound}, "", " > 1"},
                                  {{false, false, true, true, true, true}, {-1, no_bound}, "", " > −1"},
                                  {{false, false, true, true, false, false}, {-1, 1}, "−1 < ", " < 1"},
                                  {{true, true, true, true, false, false}, {-no_bound, 1}, "", " < 1"}};

std::string interval_text(const Expr& node) {
  if (node.inputs().size() != 1 || !node.op().is_entry_by_entry()) return {};
  std::array<bool, 6> finite{};
  for (std::size_t k = 0; k < probe_points.size(); ++k) try {
      const Expr at(node.shared_op(), {constant(probe_points[k])});
      finite[k] = std::isfinite(reference_value<double>(at, {})(0, 0));
    } catch (const Error&) {
      finite[k] = false;
    }
  const Range argument = range_of(node.input(0));
  for (const Interval& one : intervals) {
    // What rounds to the bound alone needs no word.
    if (one.bounds.least <= argument.least && argument.greatest <= one.bounds.greatest) continue;
    if (one.finite == finite) return std::string(one.before) + to_text(node.input(0)) + std::string(one.behind);
  }
  return {};
}

/// What a node asks of its argument; empty if that is not known.
std::string condition_of(const Expr& node) {
  if (std::string text = interval_text(node); !text.empty()) return text;
  if (is_call<cholesky>(node)) return to_text(node.input(0)) + " is positive definite";
  if (is_call<log_det>(node)) return "det(" + to_text(node.input(0)) + ") > 0";
  if (is_call<power>(node)) return to_text(node.input(0)) + " > 0";
  return {};
}

}  // namespace

std::optional<std::string> restriction_of(const Question& question, const Evaluator& evaluator,
                                          std::span<const std::size_t> domain,
                                          std::span<const std::size_t> special, std::span<const Point> points,
                                          std::mt19937_64& random) {
  if (points.empty() || special.empty()) return std::nullopt;
  std::vector<const Property*> by_leaf;
  std::string text;
  for (std::size_t leaf = 0; leaf < evaluator.leaves().size(); ++leaf) {
    by_leaf.push_back(property_of(leaf, points));
    if (by_leaf.back() != nullptr)
      text += (text.empty() ? "" : " and ") + std::string(by_leaf.back()->before) +
              std::string(evaluator.leaves()[leaf].symbol()) + std::string(by_leaf.back()->behind);
  }
  if (!text.empty() && is_enough(by_leaf, evaluator, domain, random)) return text;
  std::vector<std::string> conditions;
  const auto add = [&](const Expr& node) {
    std::string condition = condition_of(node);
    if (!condition.empty() && std::ranges::find(conditions, condition) == conditions.end())
      conditions.push_back(std::move(condition));
  };
  for (const std::size_t i : special)
    if (question.graph().contains(evaluator.graph().nodes()[i])) add(evaluator.graph().nodes()[i]);
  for (const std::size_t i : special)
    if (conditions.empty()) add(evaluator.graph().nodes()[i]);
  if (conditions.empty()) {
    if (std::ranges::any_of(points, [](const Point& point) { return point.corrected.empty(); }))
      return std::nullopt;
    return "values at which " + to_text(evaluator.graph().nodes()[special.back()]) + " is finite";
  }
  std::string where;
  for (const std::string& one : conditions) where += (where.empty() ? "where " : " and ") + one;
  return where;
}

}  // namespace matgrad::grading
