#pragma once

#include <Eigen/Core>

#include <string>

namespace matgrad::cli {

/// How a value was written: 3, [1, 2] (a column) or [[1, 2], [3, 4]] (rows). Its gradient is written alike.
enum class Nesting { number, list, rows };

/// A value for a name of the formula.
struct GivenValue {
  std::string name;
  Eigen::MatrixXd value;
  Nesting nesting = Nesting::rows;
  std::string source;  // the file, for messages
};

}  // namespace matgrad::cli
