#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"

namespace matgrad {

/// The divided differences f[x₀, …, xₖ] of order k up to a greatest one, to nearly full relative precision however
/// close the points are; f⁽ᵏ⁾(x)/k! where all are equal. For float, double and long double.
template <class Scalar>
class DividedDifferences {
 public:
  DividedDifferences(SpectralFunction f, std::size_t greatest_order);

  /// For ascending points in the domain of f.
  Scalar operator()(std::span<const Scalar> points);

 private:
  Scalar of(std::span<const Scalar> x);
  Scalar value(Scalar x) const;
  Scalar slope(Scalar low, Scalar high) const;
  bool are_close(Scalar low, Scalar high) const;
  Scalar series(std::span<const Scalar> x);
  Scalar of_whole_power(std::span<const Scalar> x);
  void multiply(const Matrix<Scalar>& a, const Matrix<Scalar>& b, Matrix<Scalar>& result) const;

  SpectralFunction f_;
  Scalar exponent_;
  std::vector<Scalar> offsets_, symmetric_;
  Matrix<Scalar> base_, power_, scratch_;
};

/// Whether f is a power with a whole exponent.
bool is_whole_power(SpectralFunction f);

}  // namespace matgrad
