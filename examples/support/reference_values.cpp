#include "examples/support/reference_values.hpp"

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>

namespace matgrad::examples {

ReferenceValues::ReferenceValues(std::string name, const std::vector<Entry>& entries) : name_(std::move(name)) {
  using RowByRow = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  for (const Entry& entry : entries) {
    if (static_cast<Eigen::Index>(entry.row_by_row.size()) != entry.rows * entry.cols)
      throw Error(name_ + ": " + entry.name + " has " + counted(entry.row_by_row.size(), "number"));
    values_.push_back({entry.name, Eigen::Map<const RowByRow>(entry.row_by_row.data(), entry.rows, entry.cols)});
  }
}

const Eigen::MatrixXd& ReferenceValues::operator[](std::string_view name) const {
  for (const Value& value : values_)
    if (value.name == name) return value.matrix;
  throw Error(name_ + " holds no " + std::string(name));
}

}  // namespace matgrad::examples
