#pragma once

#include <Eigen/Core>

#include <string>
#include <string_view>
#include <vector>

namespace matgrad::examples {

/// Matrices under names: the inputs of a problem and the values expected there.
class ReferenceValues {
 public:
  struct Entry {
    std::string name;
    Eigen::Index rows;
    Eigen::Index cols;
    std::vector<double> row_by_row;
  };

  /// Throws Error if an entry has not rows·cols numbers.
  ReferenceValues(std::string name, const std::vector<Entry>& entries);

  const std::string& name() const { return name_; }
  /// Throws Error for a name that is not there.
  const Eigen::MatrixXd& operator[](std::string_view name) const;

 private:
  struct Value {
    std::string name;
    Eigen::MatrixXd matrix;
  };

  std::string name_;
  std::vector<Value> values_;
};

}  // namespace matgrad::examples
