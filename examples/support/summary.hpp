#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/check_gradient.hpp>

namespace matgrad::examples {

/// One line of the summary.
struct CheckedQuantity {
  std::string problem;
  std::string input;     // on which numbers: "images", the name of the reference values
  std::string quantity;  // what was checked
  std::string against;   // with what it was compared
  std::optional<double> relative_error;
  Verdict verdict = Verdict::passed;
};

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

/// max|a − b| / max|b| over the entries, b the reference; max|a − b| where b vanishes. Infinite where shapes
/// differ or an entry is not a number.
double relative_error(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b);

}  // namespace matgrad::examples
