#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "matgrad/autodiff/grade/comparison.hpp"
#include "matgrad/autodiff/grade/coverage.hpp"
#include "matgrad/autodiff/grade/domain_correction.hpp"
#include "matgrad/autodiff/grade/trial.hpp"

namespace matgrad::grading {

/// How a wrong answer compares with the truth at a point, and which pieces are taken there.
struct Observation {
  Point point;
  std::vector<Choices> choices;
  std::vector<EntryVerdict> entries;  // none unclear
};

/// A wrong answer to a piecewise question at many points, in double.
class Survey {
 public:
  explicit Survey(std::span<const Trial> trials) : trials_(trials) {}

  /// Keeps what is seen at a point, unless that is near a kink, or rounding hides it.
  void visit(const EvaluatedPoint& at, const std::vector<Choices>& choices);
  const std::vector<Observation>& observations() const { return observations_; }
  /// Points at which each piece, and each pair of them, is taken in each entry, two of each as far as they were
  /// seen; moderate ones first.
  std::vector<Point> covering_points() const;
  /// So many of all points at most, evenly, with the last, which are the farthest.
  std::vector<Point> sample(std::size_t most) const;

 private:
  std::span<const Trial> trials_;
  std::vector<Observation> observations_;
  std::size_t kept_ = 0;  // choices in them
};

/// "right where a > 0, and wrong where a < 0", or "right except where …", or empty: what one choice, or two, of
/// the piecewise operations say of where the answer is right.
std::string region_text(const Coverage& coverage, const Question& question,
                        const std::vector<Observation>& observations);

}  // namespace matgrad::grading
