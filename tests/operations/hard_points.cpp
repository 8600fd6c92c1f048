#include "hard_points.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/tape/function.hpp>

namespace matgrad::tests {
namespace {

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

template <class E>
std::string first_line_thrown_by(const auto& evaluate) {
  try {
    evaluate();
  } catch (const E& error) {
    return first_line(error.what());
  } catch (const Error& error) {
    FAIL_CHECK("an error of another type: ", std::string(error.what()));
  }
  return "";
}

}  // namespace

bool agree(const Matrix<double>& actual, const Matrix<double>& expected, double tolerance) {
  if (actual.rows() != expected.rows() || actual.cols() != expected.cols()) return false;
  double scale = 1;
  for (const double entry : expected.reshaped())
    if (std::isfinite(entry)) scale = std::max(scale, std::abs(entry));
  for (Index k = 0; k < actual.size(); ++k) {
    const double a = actual.data()[k], e = expected.data()[k];
    const bool same = a == e || (std::isnan(a) && std::isnan(e));
    if (!same && !(std::abs(a - e) <= tolerance * scale)) return false;
  }
  return true;
}

template <class Scalar>
Matrix<Scalar> value_as_written(const Expr& y, const HardPoint& point) {
  LeafValues<Scalar> leaves;
  for (const At& at : point) leaves.emplace_back(at.leaf, at.value.cast<Scalar>());
  return reference_value<Scalar>(y, leaves);
}

template <class Scalar>
Matrix<Scalar> value_of_function(const Expr& y, const HardPoint& point) {
  std::vector<Expr> inputs;
  std::vector<Matrix<Scalar>> values;
  for (const At& at : point) {
    inputs.push_back(at.leaf);
    values.push_back(at.value.cast<Scalar>());
  }
  const std::vector<Argument<Scalar>> arguments(values.begin(), values.end());
  return Function<Scalar, 1>(inputs, std::vector{y})(arguments)[0];
}

template <class Scalar>
Matrix<Scalar> value_at(const Expr& y, const HardPoint& point) {
  const Matrix<Scalar> as_written = value_as_written<Scalar>(y, point);
  const Matrix<Scalar> of_function = value_of_function<Scalar>(y, point);
  CAPTURE(as_written);
  CAPTURE(of_function);
  CHECK(agree(of_function.template cast<double>(), as_written.template cast<double>(),
              256 * static_cast<double>(std::numeric_limits<Scalar>::epsilon())));
  return as_written;
}

template <class E, class Scalar>
std::string error_at(const Expr& y, const HardPoint& point) {
  const std::string as_written = first_line_thrown_by<E>([&] { value_as_written<Scalar>(y, point); });
  const std::string of_function = first_line_thrown_by<E>([&] { value_of_function<Scalar>(y, point); });
  CHECK(of_function == as_written);
  return as_written;
}

template <class E>
std::string error_of_function(const Expr& y, const HardPoint& point) {
  return first_line_thrown_by<E>([&] { value_of_function<double>(y, point); });
}

template std::string error_of_function<DomainError>(const Expr&, const HardPoint&);

template Matrix<float> value_at(const Expr&, const HardPoint&);
template Matrix<double> value_at(const Expr&, const HardPoint&);
template Matrix<double> value_as_written(const Expr&, const HardPoint&);
template Matrix<long double> value_as_written(const Expr&, const HardPoint&);
template Matrix<float> value_of_function(const Expr&, const HardPoint&);
template Matrix<double> value_of_function(const Expr&, const HardPoint&);

template std::string error_at<SingularError, float>(const Expr&, const HardPoint&);
template std::string error_at<SingularError, double>(const Expr&, const HardPoint&);
template std::string error_at<NotPositiveDefiniteError, float>(const Expr&, const HardPoint&);
template std::string error_at<NotPositiveDefiniteError, double>(const Expr&, const HardPoint&);
template std::string error_at<DomainError, float>(const Expr&, const HardPoint&);
template std::string error_at<DomainError, double>(const Expr&, const HardPoint&);
template std::string error_at<NonFiniteError, float>(const Expr&, const HardPoint&);
template std::string error_at<NonFiniteError, double>(const Expr&, const HardPoint&);
template std::string error_at<DerivativeError, float>(const Expr&, const HardPoint&);
template std::string error_at<DerivativeError, double>(const Expr&, const HardPoint&);

Value diagonal_matrix(const std::vector<double>& entries) {
  Value result = Value::Zero(static_cast<Index>(entries.size()), static_cast<Index>(entries.size()));
  for (std::size_t i = 0; i < entries.size(); ++i)
    result(static_cast<Index>(i), static_cast<Index>(i)) = entries[i];
  return result;
}

}  // namespace matgrad::tests
