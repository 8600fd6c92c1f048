#include "matgrad/autodiff/rewrite/fractions.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/linear_operations.hpp"

namespace matgrad {

bool is_quotient(const Expr& expr) {
  static const Expr model = divide(variable("a", 1), variable("b", 1));
  return model.op().equals(expr.op());
}

namespace {

/// The terms of a sum divided by a number.
Expr over_number(const Expr& sum, double number, NormalForm& form) {
  std::vector<double> coefficients = *sum_coefficients(sum);
  for (double& c : coefficients) c /= number;
  return form.interner().intern(weighted_sum(std::move(coefficients), {sum.inputs().begin(), sum.inputs().end()}));
}

/// The smallest number in an open sum, if it is not 1 and divides all others: ½ in ½ A − 3 B.
std::optional<double> number_in_front(const Expr& sum, const NormalForm& form) {
  const std::vector<double>* coefficients = sum_coefficients(sum);
  if (coefficients == nullptr || coefficients->size() < 2 || form.is_whole(sum)) return std::nullopt;
  double least = std::abs((*coefficients)[0]);
  for (double c : *coefficients) least = std::min(least, std::abs(c));
  const auto divides = [least](double c) { return std::fmod(std::abs(c), least) == 0; };
  return least != 1 && std::ranges::all_of(*coefficients, divides) ? std::optional(least) : std::nullopt;
}

/// The exponent of a power that is a repeated product, else 1.
std::ptrdiff_t repetitions(const Expr& expr) {
  for (int exponent : {2, 3, 4}) {
    static const Expr base = variable("a", 1);
    if (power(base, exponent).op().equals(expr.op())) return exponent;
  }
  return 1;
}

/// A number times scalars over scalars times a product: of elementwise factors over such, or of a chain of
/// matrices.
class Fraction {
 public:
  Fraction(NormalForm& form, double number, Shape shape) : form_(form), shape_(shape), number_(number) {}

  void multiply(const Expr& factor) { add(factor, true); }
  void divide_by(const Expr& factor) { add(factor, false); }
  /// A factor of a chain of matrices, which stands after those before it.
  void append(const Expr& factor) {
    if (factor.shape().is_scalar()) return multiply(factor);
    const auto [number, core] = split_number(factor);
    number_ *= number;
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

  Expr result() {
    cancel(scalars_over_, scalars_under_);
    cancel(over_, under_);
    Expr core = matrix_part();
    if (scalars_over_.empty() && scalars_under_.empty()) return scaled(number_, core);
    if (scalars_under_.empty()) {
      std::vector<Expr> factors = scalars_over_;
      factors.push_back(core);
      return scaled(number_, form_.product(factors, shape_));
    }
    return over_scalars(core);
  }

 private:
  bool is_open(const Expr& expr) const { return !form_.is_whole(expr); }
  Expr interned(const Expr& expr) { return form_.interner().intern(expr); }
  Expr scaled(double number, const Expr& core) {
    return form_.product(std::vector{constant(number), core}, core.shape());
  }

  void add(const Expr& factor, bool above) {
    const auto [number, core] = split_number(factor);
    if (!above && number == 0) return scalars_under_.push_back(interned(constant(0.0)));
    number_ = above ? number_ * number : number_ / number;
    if (number_value(core)) return;
    if (is_open(core) && is_quotient(core)) {
      add(core.input(0), above);
      return add(core.input(1), !above);
    }
    if (is_open(core) && is_product(core)) {
      const Factors parts = split_factors(core);
      if (!parts.scalars.empty() && !(parts.scalars.size() == 1 && parts.chain.empty())) {
        for (const Expr& scalar : parts.scalars) add(scalar, above);
        if (parts.chain.empty()) return;
        return add(form_.product(parts.chain, core.shape()), above);
      }
    }
    if (is_open(core) && is_hadamard(core)) {
      for (const Expr& inner : core.inputs()) add(inner, above);
      return;
    }
    if (!above && is_open(core) && repetitions(core) > 1) {
      for (std::ptrdiff_t i = 0; i < repetitions(core); ++i) add(core.input(0), above);
      return;
    }
    const Expr plain = above ? without_number(core) : core;
    if (core.shape().is_scalar())
      (above ? scalars_over_ : scalars_under_).push_back(plain);
    else
      (above ? over_ : under_).push_back(plain);
  }

  Expr without_number(const Expr& factor) {
    const std::optional<double> number = number_in_front(factor, form_);
    if (!number) return factor;
    number_ *= *number;
    return over_number(factor, *number, form_);
  }

  static void cancel(std::vector<Expr>& above, std::vector<Expr>& below) {
    for (std::size_t i = above.size(); i-- > 0;) {
      const auto same = std::ranges::find(below, above[i]);
      if (same == below.end()) continue;
      below.erase(same);
      above.erase(above.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  /// What stands below a line: repeated factors as powers.
  Expr denominator(std::vector<Expr> factors, Shape shape) {
    std::vector<Expr> distinct;
    while (!factors.empty()) {
      const Expr first = factors.front();
      const auto count = std::erase(factors, first);
      distinct.push_back(count == 1 ? first : interned(power(first, static_cast<double>(count))));
    }
    return form_.hadamard(distinct, shape);
  }

  Expr matrix_part() {
    if (!chain_.empty()) return form_.product(chain_, shape_);
    if (shape_.is_scalar()) return interned(constant(1.0));
    const Expr above = form_.hadamard(over_, shape_);  // ones if there is none
    if (under_.empty()) return above;
    const Expr below = denominator(under_, shape_);
    if (!over_.empty()) return interned(divide(above, below));
    const Expr scalar =
        scalars_over_.empty() ? interned(constant(1.0)) : form_.product(scalars_over_, Shape{1, 1});
    scalars_over_.clear();
    return interned(divide(scalar, below));
  }

  Expr over_scalars(const Expr& core) {
    const Expr below = denominator(scalars_under_, Shape{1, 1});
    if (shape_.is_scalar()) {
      std::vector<Expr> above = scalars_over_;
      if (!number_value(core)) above.push_back(core);
      const Expr product = above.empty() ? whole_number() : form_.product(above, shape_);
      return scaled(number_, interned(divide(product, below)));
    }
    const bool is_single = !is_product(core) && !is_ones(core) && !(is_count(below) && std::abs(number_) != 1);
    if (is_single && scalars_over_.empty()) return scaled(number_, interned(divide(core, below)));
    const Expr above = scalars_over_.empty() ? whole_number() : form_.product(scalars_over_, Shape{1, 1});
    return scaled(number_, form_.product(std::vector{interned(divide(above, below)), core}, shape_));
  }

  /// The number, if it is a whole one: it goes above the line.
  Expr whole_number() {
    const double size = std::abs(number_);
    if (size != std::floor(size) || size == 0) return interned(constant(1.0));
    number_ = number_ < 0 ? -1 : 1;
    return interned(constant(size));
  }

  NormalForm& form_;
  Shape shape_;
  double number_;
  std::vector<Expr> scalars_over_, scalars_under_, over_, under_, chain_;
};

/// One step upwards through a graph: each function below takes and gives an expression in normal form.
class Gatherer {
 public:
  explicit Gatherer(NormalForm& form) : form_(form) {}

  Expr gathered(const Expr& expr) {
    const auto [number, core] = split_number(expr);
    if (form_.is_whole(core) || number_value(core)) return expr;
    return number_first(as_fraction(number, core).value_or(expr));
  }

 private:
  bool is_open_quotient(const Expr& expr) const { return is_quotient(expr) && !form_.is_whole(expr); }

  bool holds_fraction(const Expr& factor) const {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    return is_open_quotient(factor) ||
           (coefficients != nullptr && coefficients->size() > 1 && !form_.is_whole(factor));
  }

  std::optional<Expr> as_fraction(double number, const Expr& core) {
    const std::span<const Expr> inputs = core.inputs();
    Fraction fraction(form_, number, core.shape());
    if (is_quotient(core)) {
      fraction.multiply(core.input(0));
      fraction.divide_by(core.input(1));
      return fraction.result();
    }
    const auto holds = [this](const Expr& factor) { return holds_fraction(factor); };
    if (!is_product(core) && !is_hadamard(core)) return scalars_first(std::move(fraction), core);
    if (std::ranges::none_of(inputs, holds)) return std::nullopt;
    const bool is_chain = is_product(core) && split_factors(core).chain.size() > 1;
    for (const Expr& factor : inputs) is_chain ? fraction.append(factor) : fraction.multiply(factor);
    return fraction.result();
  }

  /// tr(s A) is s tr(A).
  std::optional<Expr> scalars_first(Fraction fraction, const Expr& core) {
    std::vector<Expr> inputs(core.inputs().begin(), core.inputs().end());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      if (!is_linear_in(core, i) || inputs[i].shape().is_scalar()) continue;
      const auto [number, inner] = split_number(inputs[i]);
      fraction.multiply(constant(number));
      inputs[i] = inner;
      if (const std::optional<double> front = number_in_front(inner, form_)) {
        fraction.multiply(constant(*front));
        inputs[i] = over_number(inner, *front, form_);
      } else if (is_open_quotient(inner) && inner.input(1).shape().is_scalar() &&
                 !inner.input(0).shape().is_scalar()) {
        fraction.divide_by(inner.input(1));
        inputs[i] = inner.input(0);
      } else if (is_product(inner) && !form_.is_whole(inner)) {
        const Factors parts = split_factors(inner);
        if (parts.chain.empty()) continue;
        for (const Expr& scalar : parts.scalars) fraction.multiply(scalar);
        inputs[i] = form_.product(parts.chain, inner.shape());
      }
    }
    if (std::ranges::equal(inputs, core.inputs())) return std::nullopt;
    fraction.multiply(form_.apply(core, std::move(inputs)));
    return fraction.result();
  }

  /// 2 x − 2 y is 2 (x − y).
  Expr number_first(const Expr& expr) {
    const std::vector<double>* coefficients = sum_coefficients(expr);
    if (coefficients == nullptr || coefficients->size() < 2 || form_.is_whole(expr)) return expr;
    double number = (*coefficients)[0];
    const auto same = [size = std::abs(number)](double c) { return std::abs(c) == size; };
    if (std::abs(number) == 1 || !std::ranges::all_of(*coefficients, same)) number = 1;
    std::vector<double> numbers;
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < coefficients->size(); ++i) {
      numbers.push_back((*coefficients)[i] / number);
      terms.push_back(without_ones(expr.input(i), expr));
    }
    const Expr sum = form_.interner().intern(weighted_sum(std::move(numbers), std::move(terms)));
    return number == 1 ? sum : form_.interner().intern(weighted_sum({number}, std::vector{sum}));
  }

  /// In a sum a scalar times ones is the scalar, if a term of the sum's shape is left.
  Expr without_ones(const Expr& term, const Expr& sum) const {
    if (!is_product(term) || form_.is_whole(term)) return term;
    const Factors parts = split_factors(term);
    const auto is_full = [&](const Expr& other) { return !(other == term) && other.shape() == sum.shape(); };
    if (parts.chain.size() != 1 || !is_ones(parts.chain[0]) || std::ranges::none_of(sum.inputs(), is_full))
      return term;
    return form_.product(parts.scalars, Shape{1, 1});
  }

  NormalForm& form_;
};

}  // namespace

std::vector<Expr> gather_fractions(const std::vector<Expr>& exprs, NormalForm& form) {
  Gatherer gatherer(form);
  const auto gathered = [&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool same = std::ranges::equal(inputs, node.inputs());
    const Expr result = gatherer.gathered(same ? node : form.apply(node, std::move(inputs)));
    if (form.is_whole(node)) form.keep_whole(split_number(result).core);
    return result;
  };
  return rebuilt(exprs, gathered);
}

}  // namespace matgrad
