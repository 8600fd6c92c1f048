#pragma once

#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

/// A product kept as mantissa · 2^exponent, so that only the end result can over- or underflow.
template <class Scalar>
class ScaledProduct {
 public:
  explicit ScaledProduct(Scalar mantissa = 1, long exponent = 0) : mantissa_(mantissa), exponent_(exponent) {}

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
  Scalar mantissa() const { return mantissa_; }
  long exponent() const { return exponent_; }
  Scalar value() const {
    // Far outside every floating-point range, and in the range of int.
    constexpr long limit = 100000;
    return std::ldexp(mantissa_, static_cast<int>(std::clamp(exponent_, -limit, limit)));
  }

 private:
  Scalar mantissa_;
  long exponent_;
};

/// For each i the product of all factors (n×1) but the i-th, without division: zeros are as good as any factor.
/// On the way the exponents stand in `exponents`.
template <class Scalar>
void write_products_without_each(const View<Scalar>& factors, View<Scalar> products, View<Scalar> exponents) {
  ScaledProduct<Scalar> before, behind;
  for (Index i = 0; i < factors.rows(); ++i) {
    products(i, 0) = before.mantissa();
    exponents(i, 0) = static_cast<Scalar>(before.exponent());
    before *= factors(i, 0);
  }
  for (Index i = factors.rows(); i-- > 0;) {
    ScaledProduct<Scalar> others(products(i, 0), static_cast<long>(exponents(i, 0)));
    products(i, 0) = (others *= behind).value();
    behind *= factors(i, 0);
  }
}

}  // namespace matgrad
