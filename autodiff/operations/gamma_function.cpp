#include <math.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <type_traits>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise_op.hpp"
#include "matgrad/autodiff/operations/special.hpp"

namespace matgrad {
namespace {

// std::lgamma writes the sign to a global variable, which threads would share.
float log_gamma(float x) {
  int sign;
  return ::lgammaf_r(x, &sign);
}
double log_gamma(double x) {
  int sign;
  return ::lgamma_r(x, &sign);
}
long double log_gamma(long double x) {
  int sign;
  return ::lgammal_r(x, &sign);
}

/// float is computed in double.
template <class Scalar>
using Wide = std::conditional_t<std::is_same_v<Scalar, float>, double, Scalar>;

/// B₂, B₄, …, B₂₄.
constexpr std::array<long double, 12> bernoulli_numbers{
    1 / 6.0L, -1 / 30.0L,     1 / 42.0L,      -1 / 30.0L,       5 / 66.0L,       -691 / 2730.0L,
    7 / 6.0L, -3617 / 510.0L, 43867 / 798.0L, -174611 / 330.0L, 854513 / 138.0L, -236364091 / 2730.0L};

/// cot(πx), without a loss for large x nor near its zeros.
template <class Scalar>
Scalar cot_pi(Scalar x) {
  constexpr Scalar pi = std::numbers::pi_v<Scalar>;
  const Scalar rest = x - std::round(x);
  return std::abs(rest) <= Scalar(0.25) ? 1 / std::tan(pi * rest)
                                        : std::copysign(std::tan(pi * (Scalar(0.5) - std::abs(rest))), rest);
}

/// ψ(x) for x ≥ 0, 5.11.2: log x − 1/(2x) − Σ B₂ₖ/(2k) x⁻²ᵏ for x ≥ 12. Below, the difference of ψ(x + 12) and
/// ψ(x₀ + 12) = Σ 1/(x₀ + k) with ψ(x₀) = 0, every term of it with the factor x − x₀ taken out: then nothing
/// cancels.
template <class Scalar>
Scalar digamma_of_positive(Scalar x) {
  constexpr int steps = 12;
  const auto coefficient = [](std::size_t k) {  // of x⁻²ᵏ
    return k == 0 ? Scalar(0) : static_cast<Scalar>(bernoulli_numbers[k - 1] / static_cast<long double>(2 * k));
  };
  if (!(x < steps)) {
    const Scalar t = 1 / x / x;
    Scalar series = 0;
    for (std::size_t k = bernoulli_numbers.size() + 1; k-- > 0;) series = series * t + coefficient(k);
    return std::log(x) - 1 / (2 * x) - series;
  }
  constexpr Scalar root = static_cast<Scalar>(1.461632144968362341262659542325721328L);
  constexpr Scalar rest =
      static_cast<Scalar>(std::is_same_v<Scalar, double> ? 9.549995429965697e-17L : -1.825709631596348e-20L);
  const Scalar distance = (x - root) - rest;
  const Scalar far = x + steps, far_root = root + steps;
  const Scalar t = 1 / (far * far), t_root = 1 / (far_root * far_root);
  // The series at the root, and its divided difference, by Horner's rule.
  Scalar series = 0, slope = 0;
  for (std::size_t k = bernoulli_numbers.size() + 1; k-- > 0;) {
    slope = slope * t + series;
    series = series * t_root + coefficient(k);
  }
  Scalar factor = 1 / (2 * far * far_root) + slope * t * t_root * (far + far_root);
  for (int k = steps; --k > 0;) factor += 1 / ((root + static_cast<Scalar>(k)) * (x + static_cast<Scalar>(k)));
  factor += 1 / (root * x);
  return distance * factor + std::log1p(distance / far_root);
}

template <class Scalar>
Scalar digamma_value(Scalar x) {
  if (!(x < 0)) return digamma_of_positive(x);
  if (x == std::round(x)) return std::numeric_limits<Scalar>::quiet_NaN();
  return digamma_of_positive(1 - x) - std::numbers::pi_v<Scalar> * cot_pi(x);
}

/// |ψ⁽ⁿ⁾(x)| for n ≥ 1 and x ≥ 0, as (n − 1)!/xⁿ times what is left: the terms below 16 + n one by one, 5.15.1,
/// and the others by the asymptotic series 5.15.8.
template <class Scalar>
Scalar polygamma_of_positive(int n, Scalar x) {
  const Scalar order = static_cast<Scalar>(n);
  const int steps = x < 16 + order ? static_cast<int>(std::ceil(16 + order - x)) : 0;
  const Scalar far = x + static_cast<Scalar>(steps);
  const Scalar t = 1 / far / far;
  Scalar tail = 1 + order / (2 * far), power = 1, ratio = order / 2;
  for (std::size_t k = 1; k <= bernoulli_numbers.size(); ++k) {
    // ratio = (2k + n − 1)!/((2k)! (n − 1)!) from its predecessor.
    const Scalar two_k = static_cast<Scalar>(2 * k);
    ratio *= k == 1 ? order + 1 : (two_k + order - 1) * (two_k + order - 2) / (two_k * (two_k - 1));
    power *= t;
    tail += static_cast<Scalar>(bernoulli_numbers[k - 1]) * ratio * power;
  }
  Scalar total = tail;
  if (steps > 0) {
    Scalar terms = 0;
    for (int k = steps; --k > 0;) terms += std::pow(x / (x + static_cast<Scalar>(k)), order + 1);
    total = std::pow(x / far, order) * tail + order * (terms + 1) / x;
  }
  Scalar leading = 1 / x;
  for (int k = 1; k < n; ++k) leading *= static_cast<Scalar>(k) / x;
  return leading * total;
}

class Lgamma final : public ElementwiseOp<Lgamma, 1> {
 public:
  static constexpr std::string_view function = "lgamma";
  auto value(const auto& x) const {
    return x.unaryExpr([](Entry<decltype(x)> a) { return log_gamma(a); });
  }
  Expr partial(std::size_t, const Expr& z) const { return digamma(z.input(0)); }
};

class Digamma final : public ElementwiseOp<Digamma, 1> {
 public:
  static constexpr std::string_view function = "digamma";
  auto value(const auto& x) const {
    using Scalar = Entry<decltype(x)>;
    return x.unaryExpr([](Scalar a) { return static_cast<Scalar>(digamma_value<Wide<Scalar>>(a)); });
  }
  Expr partial(std::size_t, const Expr& z) const { return polygamma(1, z.input(0)); }
};

/// The derivative of order n ≥ 1 of digamma.
class Polygamma final : public ElementwiseOp<Polygamma, 1> {
 public:
  static constexpr std::string_view function = "polygamma";

  /// dⁿ/dxⁿ cot(πx) = (−π)ⁿ Rₙ(cot(πx)) with R₀(c) = c and Rₙ₊₁ = (1 + c²) Rₙ′: no coefficient is negative.
  explicit Polygamma(int n) : n_(n) {
    if (n > greatest_reflected) return;
    std::vector<long double> r{0, std::numbers::pi_v<long double>};
    for (int k = 0; k < n; ++k) {
      std::vector<long double> next(r.size() + 1, 0);
      for (std::size_t j = 1; j < r.size(); ++j) {
        const long double slope = std::numbers::pi_v<long double> * static_cast<long double>(j) * r[j];
        next[j - 1] += slope;
        next[j + 1] += slope;
      }
      r = std::move(next);
    }
    for (std::size_t j = is_odd() ? 0 : 1; j < r.size(); j += 2) cotangent_.push_back(r[j]);
  }
  auto attributes() const { return std::tuple(n_); }

  auto value(const auto& x) const {
    using Scalar = Entry<decltype(x)>;
    return x.unaryExpr([this](Scalar a) { return static_cast<Scalar>(at(static_cast<Wide<Scalar>>(a))); });
  }
  Expr partial(std::size_t, const Expr& z) const { return polygamma(n_ + 1, z.input(0)); }

 private:
  /// Beyond it coefficients of Rₙ soon leave the range of double, and their number makes building slow.
  static constexpr int greatest_reflected = 100;

  bool is_odd() const { return n_ % 2 == 1; }

  template <class Scalar>
  Scalar at(Scalar x) const {
    const Scalar sign = is_odd() ? Scalar(1) : Scalar(-1);
    if (!(x < 0)) return sign * polygamma_of_positive(n_, x);
    if (x == std::round(x))
      return is_odd() && std::isfinite(x) ? std::numeric_limits<Scalar>::infinity()
                                          : std::numeric_limits<Scalar>::quiet_NaN();
    if (n_ > greatest_reflected) return std::numeric_limits<Scalar>::quiet_NaN();
    const Scalar c = cot_pi(x);
    Scalar reflected = 0;  // πⁿ⁺¹ Rₙ(c)
    for (std::size_t j = cotangent_.size(); j-- > 0;)
      reflected = reflected * (c * c) + static_cast<Scalar>(cotangent_[j]);
    return sign * (is_odd() ? reflected : reflected * c) - polygamma_of_positive(n_, 1 - x);
  }

  int n_;
  std::vector<long double> cotangent_;  // of cᵏ for k = 0, 2, … if n is odd, else k = 1, 3, …
};

}  // namespace

Expr lgamma(const Operand& a) { return apply(shared<Lgamma>(), {a}); }
Expr digamma(const Operand& a) { return apply(shared<Digamma>(), {a}); }
Expr polygamma(int n, const Operand& a) {
  if (n > 0) return apply(std::make_shared<Polygamma>(n), {a});
  if (n == 0) return digamma(a);
  DomainError error("polygamma: the order " + std::to_string(n) + " is negative");
  error.add_context("order 0 is digamma, order 1 its derivative");
  error.add_context(a.source_line());
  throw error;
}

}  // namespace matgrad
