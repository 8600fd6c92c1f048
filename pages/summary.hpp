#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pages/page.hpp"

namespace matgrad::pages {

/// Every quantity that was checked, in order, and every problem that stopped before its end.
class Summary {
 public:
  void add(CheckedQuantity quantity) { quantities_.push_back(std::move(quantity)); }
  const std::vector<CheckedQuantity>& quantities() const { return quantities_; }
  void add_stop(std::string problem, std::string reason) {
    stops_.push_back({std::move(problem), std::move(reason)});
  }
  /// Whether there is something, nothing failed or is undecided, and no problem stopped.
  bool all_pass() const;
  /// The table, why problems stopped, and a last line that counts.
  std::string to_text() const;

 private:
  struct Stop {
    std::string problem;
    std::string reason;
  };

  std::vector<CheckedQuantity> quantities_;
  std::vector<Stop> stops_;
};

/// "pass", "undecided" or "FAIL".
std::string short_name(Verdict verdict);

/// max|a − b| / max|b| over the entries, b the reference; max|a − b| where b vanishes. Infinite where shapes
/// differ or an entry is not a number.
double relative_error(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

}  // namespace matgrad::pages
