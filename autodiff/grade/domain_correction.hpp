#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/grade/general_point.hpp"

namespace matgrad::grading {

/// The first node, of those that make one of the `roots` not finite, whose inputs are finite.
template <class Scalar>
std::optional<std::size_t> failing_node(const Evaluator& evaluator, const Evaluation<Scalar>& values,
                                        std::span<const std::size_t> roots);
extern template std::optional<std::size_t> failing_node(const Evaluator&, const Evaluation<double>&,
                                                        std::span<const std::size_t>);
extern template std::optional<std::size_t> failing_node(const Evaluator&, const Evaluation<long double>&,
                                                        std::span<const std::size_t>);

/// Whether a node that is not finite has only grown too large: it is infinite, and none of its inputs is 0.
template <class Scalar>
bool overflows(const Evaluator& evaluator, const Evaluation<Scalar>& values, std::size_t node);
extern template bool overflows(const Evaluator&, const Evaluation<double>&, std::size_t);
extern template bool overflows(const Evaluator&, const Evaluation<long double>&, std::size_t);

/// Whether a value has the facts that are declared of a leaf.
bool has_declared_facts(const Expr& leaf, const Eigen::MatrixXd& value);

/// A point with the values there.
struct EvaluatedPoint {
  Point point;
  Evaluation<double> values;
};

/// Puts a point into the domain of some roots: where an operation is not finite, one leaf below its argument is
/// corrected, by signs, by a multiple of the identity, by its size, or by a shift; all other leaves stay as they
/// are.
class DomainCorrection {
 public:
  DomainCorrection(const Evaluator& evaluator, std::vector<std::size_t> roots);

  /// The point inside the domain, or nothing where no correction helps; then the node that fails is in failed().
  std::optional<EvaluatedPoint> corrected(Point point);
  std::optional<std::size_t> failed() const { return failed_; }
  /// Looks at a point, which is left as it is.
  void look_at(const Point& point);
  /// The nodes that were not finite, although their inputs were, at points that were corrected or looked at.
  const std::vector<std::size_t>& special() const { return special_; }

 private:
  std::optional<Point> corrected_at(std::size_t node, const Point& point, const Evaluation<double>& values) const;
  double badness(const Point& point, std::size_t node, const std::vector<bool>& below) const;
  void note_special(const Evaluation<double>& values);

  const Evaluator& evaluator_;
  std::vector<std::size_t> roots_;
  std::optional<std::size_t> failed_;
  std::vector<std::size_t> special_;
};

}  // namespace matgrad::grading
