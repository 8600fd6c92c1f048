#include "matgrad/autodiff/rewrite/fraction.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"

namespace matgrad {
namespace {

/// The exponent of a power that is a repeated product, else 1.
std::ptrdiff_t repetitions(const Expr& expr) {
  for (int exponent : {2, 3, 4}) {
    static const Expr base = variable("a", 1);
    if (power(base, exponent).op().equals(expr.op())) return exponent;
  }
  return 1;
}

void cancel(std::vector<Expr>& above, std::vector<Expr>& below) {
  for (std::size_t i = above.size(); i-- > 0;) {
    const auto same = std::ranges::find(below, above[i]);
    if (same == below.end()) continue;
    below.erase(same);
    above.erase(above.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

bool is_product_of_scalars(const Expr& expr) { return is_product(expr) && split_factors(expr).chain.empty(); }

bool is_cofactor(const Expr& expr) {
  static const Expr model = cofactor(variable("A", 2, 2));
  return model.op().equals(expr.op());
}

}  // namespace

bool is_quotient(const Expr& expr) {
  static const Expr model = divide(variable("a", 1), variable("b", 1));
  return model.op().equals(expr.op());
}

std::optional<double> number_in_front(const Expr& sum, const NormalForm& form) {
  const std::vector<double>* coefficients = sum_coefficients(sum);
  if (coefficients == nullptr || coefficients->size() < 2 || form.is_whole(sum)) return std::nullopt;
  double least = std::abs((*coefficients)[0]);
  for (double c : *coefficients) least = std::min(least, std::abs(c));
  const auto divides = [least](double c) {
    return std::fmod(std::abs(c), least) == 0 && folded_quotient(c, least).has_value();
  };
  return least != 1 && std::ranges::all_of(*coefficients, divides) ? std::optional(least) : std::nullopt;
}

Expr over_number(const Expr& sum, double number, NormalForm& form) {
  std::vector<double> coefficients = *sum_coefficients(sum);
  for (double& c : coefficients) c /= number;
  return form.interner().intern(weighted_sum(std::move(coefficients), {sum.inputs().begin(), sum.inputs().end()}));
}

void Fraction::append(const Expr& factor) {
  if (factor.shape().is_scalar()) return multiply(factor);
  const auto [number, core] = split_number(factor);
  multiply_number(number);
  // (A / s) B is (1 / s) A B.
  if (is_open(core) && is_quotient(core) && core.input(1).shape().is_scalar() &&
      !core.input(0).shape().is_scalar()) {
    divide_by(core.input(1));
    return append(core.input(0));
  }
  if (is_open(core) && is_product(core)) {
    const Factors parts = split_factors(core);
    for (const Expr& scalar : parts.scalars) multiply(scalar);
    chain_.insert(chain_.end(), parts.chain.begin(), parts.chain.end());
    return;
  }
  chain_.push_back(without_number(core));
}

std::optional<Expr> Fraction::result() {
  open_what_cancels();
  if (!number_) return std::nullopt;
  invert_cofactors(chain_);
  invert_cofactors(over_);
  cancel(scalars_over_, scalars_under_);
  cancel(over_, under_);
  const Expr core = matrix_part();
  if (scalars_over_.empty() && scalars_under_.empty()) return scaled(*number_, core);
  if (scalars_under_.empty()) {
    std::vector<Expr> factors = scalars_over_;
    factors.push_back(core);
    return scaled(*number_, form_.product(factors, shape_));
  }
  return over_scalars(core);
}

Expr Fraction::scaled(double number, const Expr& core) {
  return form_.product(std::vector{constant(number), core}, core.shape());
}

void Fraction::add(const Expr& factor, bool above) {
  const auto [number, core] = split_number(factor);
  if (!above && number == 0) return scalars_under_.push_back(interned(constant(0.0)));
  above ? multiply_number(number) : divide_number(number);
  if (number_value(core)) return;
  if (is_open(core) && add_parts(core, above)) return;
  const Expr plain = above ? without_number(core) : core;
  if (core.shape().is_scalar())
    (above ? scalars_over_ : scalars_under_).push_back(plain);
  else
    (above ? over_ : under_).push_back(plain);
}

/// Adds a quotient or a product part by part; whether it is one.
bool Fraction::add_parts(const Expr& core, bool above) {
  if (is_quotient(core)) {
    add(core.input(0), above);
    add(core.input(1), !above);
    return true;
  }
  if (is_product(core)) {
    const Factors parts = split_factors(core);
    if (parts.scalars.empty() || (parts.scalars.size() == 1 && parts.chain.empty())) return false;
    for (const Expr& scalar : parts.scalars) add(scalar, above);
    if (!parts.chain.empty()) add(form_.product(parts.chain, core.shape()), above);
    return true;
  }
  if (is_hadamard(core)) {
    for (const Expr& inner : core.inputs()) add(inner, above);
    return true;
  }
  if (above || repetitions(core) == 1) return false;
  for (std::ptrdiff_t i = 0; i < repetitions(core); ++i) add(core.input(0), above);
  return true;
}

Expr Fraction::without_number(const Expr& factor) {
  const std::optional<double> number = number_in_front(factor, form_);
  if (!number) return factor;
  multiply_number(*number);
  return over_number(factor, *number, form_);
}

bool Fraction::has_factor(const Expr& factor, bool above) const {
  const std::vector<Expr>& scalars = above ? scalars_over_ : scalars_under_;
  const std::vector<Expr>& others = above ? over_ : under_;
  const auto holds = [&](const Expr& e) {
    return std::ranges::find(scalars, e) != scalars.end() || std::ranges::find(others, e) != others.end();
  };
  if (holds(factor)) return true;
  return (is_hadamard(factor) || is_product_of_scalars(factor)) && std::ranges::any_of(factor.inputs(), holds);
}

/// Whether a part of what stands whole on one side has its like on the other.
bool Fraction::would_cancel(const Expr& core, bool above) const {
  if (is_quotient(core)) return has_factor(core.input(0), !above) || has_factor(core.input(1), above);
  if (!is_hadamard(core) && !is_product_of_scalars(core)) return false;
  return std::ranges::any_of(core.inputs(), [&](const Expr& part) { return has_factor(part, !above); });
}

std::optional<Expr> Fraction::take_whole_that_cancels(std::vector<Expr>& side, bool above) const {
  const auto found = std::ranges::find_if(
      side, [&](const Expr& core) { return form_.is_whole(core) && would_cancel(core, above); });
  if (found == side.end()) return std::nullopt;
  const Expr core = *found;
  side.erase(found);
  return core;
}

void Fraction::open_what_cancels() {
  for (bool above : {true, false})
    for (std::vector<Expr>* side : {above ? &scalars_over_ : &scalars_under_, above ? &over_ : &under_})
      while (const std::optional<Expr> core = take_whole_that_cancels(*side, above)) add_parts(*core, above);
}

/// cofactor(A) / det(A) is (A⁻¹)ᵀ.
void Fraction::invert_cofactors(std::vector<Expr>& factors) {
  for (Expr& factor : factors) {
    if (!is_cofactor(factor)) continue;
    const Expr det = form_.apply(determinant(factor.input(0)), {factor.input(0)});
    const auto below = std::ranges::find(scalars_under_, det);
    if (below == scalars_under_.end()) continue;
    scalars_under_.erase(below);
    factor = form_.transpose(form_.apply(inverse(factor.input(0)), {factor.input(0)}));
  }
}

/// What stands below a line: repeated factors as powers.
Expr Fraction::denominator(std::vector<Expr> factors, Shape shape) {
  std::vector<Expr> distinct;
  while (!factors.empty()) {
    const Expr first = factors.front();
    const auto count = std::erase(factors, first);
    distinct.push_back(count == 1 ? first : interned(power(first, static_cast<double>(count))));
  }
  return form_.hadamard(distinct, shape);
}

Expr Fraction::matrix_part() {
  if (!chain_.empty()) return form_.product(chain_, shape_);
  if (shape_.is_scalar()) return interned(constant(1.0));
  const Expr above = form_.hadamard(over_, shape_);  // ones if there is none
  if (under_.empty()) return above;
  const Expr below = denominator(under_, shape_);
  if (!over_.empty()) return interned(divide(above, below));
  const Expr scalar = scalars_over_.empty() ? interned(constant(1.0)) : form_.product(scalars_over_, Shape{1, 1});
  scalars_over_.clear();
  return interned(divide(scalar, below));
}

Expr Fraction::over_scalars(const Expr& core) {
  const Expr below = denominator(scalars_under_, Shape{1, 1});
  if (shape_.is_scalar()) {
    std::vector<Expr> above = scalars_over_;
    if (!number_value(core)) above.push_back(core);
    const Expr product = above.empty() ? whole_number() : form_.product(above, shape_);
    return scaled(*number_, interned(divide(product, below)));
  }
  const bool is_single = !is_product(core) && !is_ones(core) && !(is_count(below) && std::abs(*number_) != 1);
  if (is_single && scalars_over_.empty()) return scaled(*number_, interned(divide(core, below)));
  const Expr above = scalars_over_.empty() ? whole_number() : form_.product(scalars_over_, Shape{1, 1});
  return scaled(*number_, form_.product(std::vector{interned(divide(above, below)), core}, shape_));
}

/// The number, if it is a whole one: it goes above the line.
Expr Fraction::whole_number() {
  const double size = std::abs(*number_);
  if (size != std::floor(size) || size == 0) return interned(constant(1.0));
  number_ = *number_ < 0 ? -1 : 1;
  return interned(constant(size));
}

}  // namespace matgrad
