#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"

namespace matgrad::grading {

/// A value in long double with what is known of its size and error, entry by entry.
struct Measured {
  Values value;
  Values scale;     // the greatest magnitude among the terms that make up the entry
  Values rounding;  // an estimate of the error, from the same computation in double
};

/// What comparing two values says of an entry.
enum class EntryVerdict {
  agrees,
  differs,
  vanishes,  // both are nothing but rounding beside what they are made from
  unclear,   // rounding hides whether they differ
};

struct Disagreement {
  Index row = 0, col = 0;
  long double given = 0, expected = 0;
  long double relative = 0;  // to the scale of the entry
};

/// Two values of one shape, compared entry by entry, each on its own scale.
class EntryComparison {
 public:
  /// `magnitude` is the size of the leaves from which both are made.
  EntryComparison(const Measured& answer, const Measured& truth, long double magnitude, long double tolerance);

  EntryVerdict verdict(Index k) const { return verdicts_[static_cast<std::size_t>(k)]; }
  bool is_clear() const { return unclear_ == 0; }
  bool has_content() const { return agreeing_ > 0; }
  /// The entry that differs most.
  const std::optional<Disagreement>& worst() const { return worst_; }
  /// Of the entries that agree.
  long double relative_error() const { return relative_error_; }

 private:
  std::vector<EntryVerdict> verdicts_;
  Index unclear_ = 0, agreeing_ = 0;
  std::optional<Disagreement> worst_;
  long double relative_error_ = 0;
};

/// The terms of a sum, sums in sums and names taken apart; the expression itself if it is none. At most 64.
std::vector<Expr> terms_of(const Expr& expr);

}  // namespace matgrad::grading
