#include "matgrad/autodiff/grade/examination.hpp"

#include <Eigen/QR>

#include <algorithm>
#include <cmath>

namespace matgrad::grading {
namespace {

long double greatest(const Values& value) { return value.size() == 0 ? 0.0L : value.cwiseAbs().maxCoeff(); }

}  // namespace

Examination::Examination(const Question& question, const TestPoints& points, std::vector<Values> answer,
                         double tolerance)
    : question_(question), points_(points), answer_(std::move(answer)), tolerance_(tolerance) {
  std::vector<Expr> contributions;
  for (const Path& path : question.paths()) contributions.push_back(path.contribution);
  for (std::size_t point = 0; point < points.count(); ++point) {
    truth_.push_back(counted_part(points.evaluated(question.truth(), point)));
    answer_[point] = counted_part(answer_[point]);
    long double scale = greatest(truth_.back());
    for (const auto& value : points.values_of(contributions, point))
      if (value) scale = std::max(scale, greatest(*value));
    scale_.push_back(scale);
  }
}

Examination Examination::transposed() const {
  std::vector<Values> turned;
  for (const Values& value : answer_) turned.emplace_back(value.transpose());
  return {question_, points_, std::move(turned), tolerance()};
}

std::optional<Values> Examination::value(const Expr& expr, std::size_t point) const {
  budget_.spend(evaluation_work(Graph(expr)));
  return points_.value(expr, point);
}

std::optional<std::vector<Values>> Examination::values(const Expr& expr) const {
  budget_.spend(evaluation_work(Graph(expr)) * points_.count());
  return points_.values(expr);
}

bool Examination::same(const Values& a, const Values& b, std::size_t point) const {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
  const long double scale = std::max({greatest(a), greatest(b), 1e-6L * scale_[point]});
  return greatest(a - b) <= tolerance_ * scale;
}

bool Examination::is_right() const {
  for (std::size_t point = 0; point < points_.count(); ++point) {
    const Values &answer = answer_[point], &truth = truth_[point];
    // A plain 0 is a zero gradient of any shape.
    if (answer.size() == 1 && greatest(answer) == 0 && greatest(truth) == 0) continue;
    if (answer.rows() != truth.rows() || answer.cols() != truth.cols()) return false;
    const long double scale = std::max(greatest(truth), 1e-3L * scale_[point]);
    if (!(greatest(answer - truth) <= tolerance_ * (scale > 0 ? scale : 1e-6L))) return false;
  }
  return true;
}

bool Examination::is_zero() const {
  return std::ranges::all_of(answer_, [](const Values& value) { return greatest(value) == 0; });
}

bool Examination::is_reproduced_by(const Expr& expr) const {
  budget_.count_candidate();
  if (expr.shape() != answer_shape()) return false;
  for (std::size_t point = 0; point < points_.count(); ++point) {
    const auto value = this->value(expr, point);
    if (!value || !same(counted_part(*value), answer_[point], point)) return false;
  }
  return true;
}

std::optional<double> Examination::multiple_of(const Expr& expr) const {
  budget_.count_candidate();
  if (expr.shape() != answer_shape()) return std::nullopt;
  return multiple_of([&](std::size_t point) { return value(expr, point); });
}

std::optional<double> Examination::multiple_of_truth() const {
  return multiple_of([&](std::size_t point) { return std::optional(truth_[point]); });
}

std::optional<double> Examination::multiple_of(const ValueAt& value_at) const {
  std::optional<double> multiple;
  for (std::size_t point = 0; point < points_.count(); ++point) {
    const std::optional<Values> at = value_at(point);
    if (!at) return std::nullopt;
    const Values value = counted_part(*at);
    if (Shape{value.rows(), value.cols()} != answer_shape()) return std::nullopt;
    const long double square = value.squaredNorm();
    // Beyond the kink of a hinge both are 0.
    if (square == 0 && greatest(answer_[point]) == 0) continue;
    if (!(square > 0)) return std::nullopt;
    const long double c = value.cwiseProduct(answer_[point]).sum() / square;
    if (c == 0 || !same(c * value, answer_[point], point)) return std::nullopt;
    if (multiple && std::abs(c - *multiple) > 10 * tolerance_ * std::abs(c)) return std::nullopt;
    if (!multiple) multiple = static_cast<double>(c);
  }
  return multiple;
}

std::optional<std::vector<double>> Examination::combination_of(const std::vector<Expr>& exprs) const {
  const Index size = answer_shape().size(), count = static_cast<Index>(exprs.size());
  const Index rows = size * static_cast<Index>(points_.count());
  if (rows < count + 2) return std::nullopt;
  Values system(rows, count), right(rows, 1);
  for (Index j = 0; j < count; ++j) {
    const Expr& expr = exprs[static_cast<std::size_t>(j)];
    if (expr.shape() != answer_shape()) return std::nullopt;
    const auto values = this->values(expr);
    if (!values) return std::nullopt;
    for (std::size_t point = 0; point < points_.count(); ++point)
      system.col(j).segment(static_cast<Index>(point) * size, size) = counted_part((*values)[point]).reshaped();
  }
  for (std::size_t point = 0; point < points_.count(); ++point)
    right.col(0).segment(static_cast<Index>(point) * size, size) = answer_[point].reshaped();
  Eigen::ColPivHouseholderQR<Values> qr(system);
  qr.setThreshold(1e-9L);
  if (qr.rank() < count) return std::nullopt;
  const Values solution = qr.solve(right);
  if (greatest(system * solution - right) > tolerance_ * greatest(right)) return std::nullopt;
  std::vector<double> coefficients;
  for (Index j = 0; j < count; ++j) coefficients.push_back(static_cast<double>(solution(j, 0)));
  return coefficients;
}

std::function<void(std::size_t)> spending_of(const Examination& examination) {
  return [&budget = examination.budget()](std::size_t work) { budget.spend(work); };
}

}  // namespace matgrad::grading
