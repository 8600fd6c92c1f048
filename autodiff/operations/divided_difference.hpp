#pragma once

#include <span>

#include "matgrad/autodiff/expression/run.hpp"
#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"

namespace matgrad {

/// The divided differences f[x₀, …, xₖ] of order k up to a greatest one, to nearly full relative precision however
/// close the points are; f⁽ᵏ⁾(x)/k! where all are equal. In scratch memory; for float, double and long double.
template <class Scalar>
class DividedDifferences {
 public:
  DividedDifferences(SpectralFunction f, std::size_t greatest_order, Run<Scalar>& run);

  /// The entries of scratch memory that it takes.
  static std::size_t scratch(std::size_t greatest_order) {
    return (greatest_order + 1) * (3 * (greatest_order + 1) + 2);
  }

  /// For ascending points in the domain of f.
  Scalar operator()(std::span<const Scalar> points);

 private:
  Scalar of(std::span<const Scalar> x);
  Scalar value(Scalar x) const;
  Scalar slope(Scalar low, Scalar high) const;
  bool are_close(Scalar low, Scalar high) const;
  Scalar series(std::span<const Scalar> x);
  Scalar of_whole_power(std::span<const Scalar> x);
  void multiply(const View<Scalar>& a, const View<Scalar>& b, View<Scalar>& result) const;

  SpectralFunction f_;
  Scalar exponent_;
  View<Scalar> offsets_, symmetric_;  // columns
  View<Scalar> base_, power_, scratch_;
};

/// Whether f is a power with a whole exponent.
bool is_whole_power(SpectralFunction f);

}  // namespace matgrad
