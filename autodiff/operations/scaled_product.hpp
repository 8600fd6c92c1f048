#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace matgrad {

/// A product kept as mantissa · 2^exponent, so that only the end result can over- or underflow.
template <class Scalar>
class ScaledProduct {
 public:
  ScaledProduct& operator*=(Scalar factor) {
    int exponent = 0;
    int carry = 0;
    mantissa_ = std::frexp(mantissa_ * std::frexp(factor, &exponent), &carry);
    exponent_ += exponent + carry;
    return *this;
  }
  ScaledProduct& operator*=(const ScaledProduct& other) {
    *this *= other.mantissa_;
    exponent_ += other.exponent_;
    return *this;
  }
  Scalar value() const {
    // Far outside every floating-point range, and in the range of int.
    constexpr long limit = 100000;
    return std::ldexp(mantissa_, static_cast<int>(std::clamp(exponent_, -limit, limit)));
  }

 private:
  Scalar mantissa_ = 1;
  long exponent_ = 0;
};

/// For each i the product of all factors but the i-th, without division: zeros are as good as any factor.
template <class Scalar>
std::vector<Scalar> products_without_each(const std::vector<Scalar>& factors) {
  const std::size_t n = factors.size();
  std::vector<ScaledProduct<Scalar>> products(n);
  ScaledProduct<Scalar> before, behind;
  for (std::size_t i = 0; i < n; ++i) {
    products[i] *= before;
    before *= factors[i];
  }
  for (std::size_t i = n; i-- > 0;) {
    products[i] *= behind;
    behind *= factors[i];
  }
  std::vector<Scalar> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = products[i].value();
  return values;
}

}  // namespace matgrad
