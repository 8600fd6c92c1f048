#include "matgrad/autodiff/check/grading/restriction.hpp"

#include <Eigen/Cholesky>

#include <algorithm>
#include <string_view>

#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad::grading {
namespace {

bool is_definite(const Eigen::MatrixXd& a) {
  if (a.rows() != a.cols() || a.size() < 2) return false;
  const Eigen::LLT<Eigen::MatrixXd> factor((a + a.transpose()) / 2);
  return factor.info() == Eigen::Success;
}
bool is_positive(const Eigen::MatrixXd& a) { return (a.array() > 0).all(); }
bool is_negative(const Eigen::MatrixXd& a) { return (a.array() < 0).all(); }
bool is_below_one(const Eigen::MatrixXd& a) { return (a.array().abs() < 1).all(); }
bool is_above_one(const Eigen::MatrixXd& a) { return (a.array().abs() > 1).all(); }

struct Property {
  bool (*holds)(const Eigen::MatrixXd&);
  std::string_view before, behind;
};
constexpr Property properties[] = {{is_definite, "positive definite ", ""},
                                   {is_positive, "positive ", ""},
                                   {is_negative, "negative ", ""},
                                   {is_below_one, "", " between −1 and 1"},
                                   {is_above_one, "", " beyond −1 and 1"}};

bool is_corrected(const Point& point, std::size_t leaf) {
  return std::ranges::find(point.corrected, leaf) != point.corrected.end();
}

}  // namespace

std::optional<std::string> restriction_of(std::span<const Expr> leaves, std::span<const Point> points,
                                          const Evaluator& evaluator, std::optional<std::size_t> special) {
  if (points.empty() || !special) return std::nullopt;
  std::string text;
  for (std::size_t leaf = 0; leaf < leaves.size(); ++leaf) {
    if (std::ranges::none_of(points, [&](const Point& point) { return is_corrected(point, leaf); })) continue;
    for (const Property& property : properties) {
      if (!std::ranges::all_of(points, [&](const Point& p) { return property.holds(p.values[leaf]); })) continue;
      text += (text.empty() ? "" : " and ") + std::string(property.before) + std::string(leaves[leaf].symbol()) +
              std::string(property.behind);
      break;
    }
  }
  if (!text.empty()) return text;
  if (std::ranges::any_of(points, [](const Point& point) { return point.corrected.empty(); })) return std::nullopt;
  return "values at which " + to_text(evaluator.graph().nodes()[*special]) + " is finite";
}

}  // namespace matgrad::grading
