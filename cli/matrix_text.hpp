#pragma once

#include <Eigen/Core>

#include <string>
#include <string_view>

namespace matgrad::cli {

/// A matrix as lines of aligned columns; a number alone with all its digits, more of them with seven. Rows and
/// columns beyond the first twelve are left out, and that is shown.
std::string matrix_text(const Eigen::MatrixXd& value, std::string_view indent);

}  // namespace matgrad::cli
