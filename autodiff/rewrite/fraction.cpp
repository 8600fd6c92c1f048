#include "matgrad/autodiff/rewrite/fraction.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"

namespace matgrad {
namespace {

// Factors are counted up to here.
constexpr std::ptrdiff_t most_repetitions = std::ptrdiff_t{1} << 30;

bool is_product_of_scalars(const Expr& expr) { return is_product(expr) && split_product(expr).chain.empty(); }

}  // namespace

std::ptrdiff_t repetitions(const Expr& expr) {
  const double p = fixed_exponent(expr).value_or(1);
  return p > 1 && p == std::trunc(p) && p < static_cast<double>(most_repetitions) ? static_cast<std::ptrdiff_t>(p)
                                                                                  : 1;
}

bool is_quotient(const Expr& expr) { return is_call<divide>(expr); }

std::optional<double> number_in_front(const Expr& sum, const NormalFormBuilder& form) {
  const std::vector<double>* coefficients = sum_coefficients(sum);
  if (coefficients == nullptr || coefficients->size() < 2 || form.is_whole(sum)) return std::nullopt;
  double least = std::abs((*coefficients)[0]);
  for (double c : *coefficients) least = std::min(least, std::abs(c));
  const auto divides = [least](double c) {
    return std::fmod(std::abs(c), least) == 0 && folded_quotient(c, least).has_value();
  };
  return least != 1 && std::ranges::all_of(*coefficients, divides) ? std::optional(least) : std::nullopt;
}

Expr over_number(const Expr& sum, double number, NormalFormBuilder& form) {
  std::vector<double> coefficients = *sum_coefficients(sum);
  for (double& c : coefficients) c /= number;
  return form.interner().intern(weighted_sum(std::move(coefficients), {sum.inputs().begin(), sum.inputs().end()}));
}

void Fraction::append(const Expr& factor) {
  if (factor.shape().is_scalar()) return multiply(factor);
  const auto [number, core] = split_number(factor);
  add_number(number, true, 1);
  // (A / s) B is (1 / s) A B.
  if (is_open(core) && is_quotient(core) && core.input(1).shape().is_scalar() &&
      !core.input(0).shape().is_scalar()) {
    divide_by(core.input(1));
    return append(core.input(0));
  }
  if (is_open(core) && is_product(core)) {
    const SplitProduct parts = split_product(core);
    for (const Expr& scalar : parts.scalars) multiply(scalar);
    chain_.insert(chain_.end(), parts.chain.begin(), parts.chain.end());
    return;
  }
  chain_.push_back(without_number(core, 1));
}

std::optional<Expr> Fraction::result() {
  open_what_cancels();
  if (!number_) return std::nullopt;
  invert_cofactors();
  cancel(scalars_over_, scalars_under_);
  cancel(over_, under_);
  const Expr core = matrix_part();
  if (scalars_over_.empty() && scalars_under_.empty()) return scaled(*number_, core);
  if (scalars_under_.empty()) {
    std::vector<Expr> factors = numerator(scalars_over_);
    factors.push_back(core);
    return scaled(*number_, form_.product(factors, shape_));
  }
  return over_scalars(core);
}

Expr Fraction::scaled(double number, const Expr& core) {
  return form_.product(std::vector{constant(number), core}, core.shape());
}

void Fraction::add_number(double number, bool above, std::ptrdiff_t count) {
  const std::optional<double> factor = folded_power(number, count);
  if (!number_ || !factor)
    number_ = std::nullopt;
  else
    number_ = above ? folded_product(*number_, *factor) : folded_quotient(*number_, *factor);
}

/// Adds a factor that stands `count` times.
void Fraction::add(const Expr& factor, bool above, std::ptrdiff_t count) {
  const auto [number, core] = split_number(factor);
  if (!above && number == 0) return scalars_under_.add(interned(constant(0.0)), 1);
  add_number(number, above, count);
  if (number_value(core)) return;
  if (is_open(core) && add_parts(core, above, count)) return;
  const Expr plain = above ? without_number(core, count) : core;
  if (core.shape().is_scalar())
    (above ? scalars_over_ : scalars_under_).add(plain, count);
  else
    (above ? over_ : under_).add(plain, count);
}

/// Adds a quotient or a product part by part; whether it is one.
bool Fraction::add_parts(const Expr& core, bool above, std::ptrdiff_t count) {
  if (is_quotient(core)) {
    add(core.input(0), above, count);
    add(core.input(1), !above, count);
    return true;
  }
  if (is_product(core)) {
    const SplitProduct parts = split_product(core);
    if (parts.scalars.empty() || (parts.scalars.size() == 1 && parts.chain.empty())) return false;
    for (const Expr& scalar : parts.scalars) add(scalar, above, count);
    if (!parts.chain.empty()) add(form_.product(parts.chain, core.shape()), above, count);
    return true;
  }
  if (is_hadamard(core)) {
    for (const Expr& inner : core.inputs()) add(inner, above, count);
    return true;
  }
  const std::ptrdiff_t repeated = repetitions(core);
  if (above || repeated == 1 || count > most_repetitions / repeated) return false;
  add(core.input(0), above, count * repeated);
  return true;
}

Expr Fraction::without_number(const Expr& factor, std::ptrdiff_t count) {
  const std::optional<double> number = number_in_front(factor, form_);
  if (!number) return factor;
  add_number(*number, true, count);
  return over_number(factor, *number, form_);
}

bool Fraction::has_factor(const Expr& factor, bool above) const {
  const FactorCounts& scalars = above ? scalars_over_ : scalars_under_;
  const FactorCounts& others = above ? over_ : under_;
  const auto holds = [&](const Expr& e) { return scalars.contains(e) || others.contains(e); };
  if (holds(factor)) return true;
  return (is_hadamard(factor) || is_product_of_scalars(factor)) && std::ranges::any_of(factor.inputs(), holds);
}

/// Whether a part of what stands whole on one side has its like on the other.
bool Fraction::would_cancel(const Expr& core, bool above) const {
  if (is_quotient(core)) return has_factor(core.input(0), !above) || has_factor(core.input(1), above);
  if (!is_hadamard(core) && !is_product_of_scalars(core)) return false;
  return std::ranges::any_of(core.inputs(), [&](const Expr& part) { return has_factor(part, !above); });
}

std::optional<FactorCounts::Factor> Fraction::take_whole_that_cancels(FactorCounts& side, bool above) const {
  const auto found = std::ranges::find_if(side.factors(), [&](const FactorCounts::Factor& factor) {
    return factor.count > 0 && form_.is_whole(factor.expr) && would_cancel(factor.expr, above);
  });
  if (found == side.factors().end()) return std::nullopt;
  const FactorCounts::Factor taken = *found;
  side.remove(taken.expr, taken.count);
  return taken;
}

void Fraction::open_what_cancels() {
  for (bool above : {true, false})
    for (FactorCounts* side : {above ? &scalars_over_ : &scalars_under_, above ? &over_ : &under_})
      while (const std::optional<FactorCounts::Factor> taken = take_whole_that_cancels(*side, above))
        add_parts(taken->expr, above, taken->count);
}

/// cofactor(A) / det(A) is (A⁻¹)ᵀ, and cofactor(A)ᵀ / det(A) is A⁻¹.
Expr Fraction::without_cofactor(const Expr& factor, std::ptrdiff_t count) {
  const bool is_transposed = is_transpose(factor) && is_call<cofactor>(factor.input(0));
  if (!is_transposed && !is_call<cofactor>(factor)) return factor;
  const Expr a = is_transposed ? factor.input(0).input(0) : factor.input(0);
  const Expr det = form_.apply(determinant(a), {a});
  if (scalars_under_.count(det) < count) return factor;
  scalars_under_.remove(det, count);
  const Expr inverted = form_.apply(inverse(a), {a});
  return is_transposed ? inverted : form_.transpose(inverted);
}

void Fraction::invert_cofactors() {
  for (Expr& factor : chain_) factor = without_cofactor(factor, 1);
  FactorCounts inverted;
  for (const auto& [factor, count] : over_.factors())
    if (count > 0) inverted.add(without_cofactor(factor, count), count);
  over_ = std::move(inverted);
}

/// What stands above a line: repeated factors one by one, as far as one writes them so.
std::vector<Expr> Fraction::numerator(const FactorCounts& factors) {
  constexpr std::ptrdiff_t most_written = 4;
  std::vector<Expr> result;
  for (const auto& [expr, count] : factors.factors()) {
    if (count > most_written)
      result.push_back(interned(power(expr, static_cast<double>(count))));
    else
      result.insert(result.end(), static_cast<std::size_t>(count), expr);
  }
  return result;
}

/// What stands below a line: repeated factors as powers.
Expr Fraction::denominator(const FactorCounts& factors, Shape shape) {
  std::vector<Expr> distinct;
  for (const auto& [expr, count] : factors.factors())
    if (count > 0) distinct.push_back(count == 1 ? expr : interned(power(expr, static_cast<double>(count))));
  std::stable_partition(distinct.begin(), distinct.end(), is_count);  // 4 s², not s² 4
  return form_.hadamard(distinct, shape);
}

Expr Fraction::matrix_part() {
  if (!chain_.empty()) return form_.product(chain_, shape_);
  if (shape_.is_scalar()) return interned(constant(1.0));
  const Expr above = form_.hadamard(numerator(over_), shape_);  // ones if there is none
  if (under_.empty()) return above;
  const Expr below = denominator(under_, shape_);
  if (!over_.empty()) return interned(divide(above, below));
  const std::vector<Expr> scalars = numerator(std::exchange(scalars_over_, {}));
  const Expr scalar = scalars.empty() ? interned(constant(1.0)) : form_.product(scalars, Shape{1, 1});
  return interned(divide(scalar, below));
}

Expr Fraction::over_scalars(const Expr& core) {
  const Expr below = denominator(scalars_under_, Shape{1, 1});
  if (shape_.is_scalar()) {
    std::vector<Expr> above = numerator(scalars_over_);
    if (!number_value(core)) above.push_back(core);
    const Expr product = above.empty() ? whole_number() : form_.product(above, shape_);
    return scaled(*number_, interned(divide(product, below)));
  }
  const bool is_single = !is_product(core) && !is_ones(core) && !(is_count(below) && std::abs(*number_) != 1);
  if (is_single && scalars_over_.empty()) return scaled(*number_, interned(divide(core, below)));
  const Expr above = scalars_over_.empty() ? whole_number() : form_.product(numerator(scalars_over_), Shape{1, 1});
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
