#pragma once

#include <Eigen/Core>

#include <string>

namespace matgrad {

/// A matrix in a few characters, for pictures and tables: a number by itself, up to three numbers written out,
/// else the Frobenius norm. Numbers that are not finite are mentioned: "2 NaN".
std::string value_summary(const Eigen::Ref<const Eigen::MatrixXd>& value);

}  // namespace matgrad
