#include "matgrad/autodiff/show/value_summary.hpp"

#include <fmt/core.h>

#include <cmath>

namespace matgrad {
namespace {

constexpr Eigen::Index most_written_out = 3;

std::string number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "−∞" : "∞";
  const std::string digits = fmt::format("{:.3g}", std::abs(value));
  // A minus sign as in formulas, also before an exponent.
  std::string text = value < 0 ? "−" : "";
  for (char c : digits)
    if (c == '-')
      text += "−";
    else if (c != '+')
      text += c;
  return text;
}

}  // namespace

std::string value_summary(const Eigen::Ref<const Eigen::MatrixXd>& value) {
  if (value.size() == 0) return "empty";
  if (value.size() == 1) return number(value(0, 0));
  if (value.size() <= most_written_out && (value.rows() == 1 || value.cols() == 1)) {
    std::string text;
    for (Eigen::Index i = 0; i < value.size(); ++i)
      text += (i == 0 ? "(" : ", ") + number(value.cols() == 1 ? value(i, 0) : value(0, i));
    return text + (value.cols() == 1 ? ")ᵀ" : ")");
  }
  Eigen::Index nans = 0, infinities = 0;
  for (Eigen::Index j = 0; j < value.cols(); ++j)
    for (Eigen::Index i = 0; i < value.rows(); ++i) {
      nans += std::isnan(value(i, j));
      infinities += std::isinf(value(i, j));
    }
  if (nans + infinities == 0) return "‖·‖ = " + number(value.stableNorm());
  std::string text = nans > 0 ? std::to_string(nans) + " NaN" : "";
  if (infinities > 0) text += (text.empty() ? "" : ", ") + std::to_string(infinities) + " ∞";
  return text;
}

}  // namespace matgrad
