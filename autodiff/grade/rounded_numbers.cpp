#include "matgrad/autodiff/grade/rounded_numbers.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr int least_decimals = 2, least_digits = 3;
constexpr int most_digits = 14;  // a number that was computed has more
constexpr int greatest_denominator = 64;
constexpr int greatest_exact = 20;

struct Simple {
  double value;
  std::string text;
};

/// How a number is written.
struct WrittenDecimal {
  int decimals, significant;
  double unit;  // of its last digit
};

/// Whether a number may have become this one by rounding or cutting off.
bool may_be_rounded(long double exact, double number, const WrittenDecimal& decimal) {
  return std::abs(exact - static_cast<long double>(number)) < 0.99L * static_cast<long double>(decimal.unit);
}

/// Nothing for one with an exponent, or with all digits.
std::optional<WrittenDecimal> decimal_of(double number) {
  const std::string text = number_text(std::abs(number));
  if (text.find('e') != std::string::npos) return std::nullopt;
  const std::size_t point = text.find('.'), first = text.find_first_not_of("0.");
  if (first == std::string::npos) return std::nullopt;
  const int decimals = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
  const int significant = static_cast<int>(text.size() - first) - (point != std::string::npos && first < point);
  if (significant > most_digits || decimals > most_digits) return std::nullopt;
  return WrittenDecimal{decimals, significant, std::pow(10.0, -decimals)};
}

/// A number that stands in formulas, as a factor or as a divisor.
struct Base {
  double value;
  const char* name;
  bool divides = false;
};

constexpr double e = std::numbers::e, pi = std::numbers::pi, inv_sqrtpi = std::numbers::inv_sqrtpi;
constexpr Base bases[] = {{1, ""},
                          {pi, "pi"},
                          {std::numbers::sqrt2, "sqrt(2)"},
                          {std::numbers::sqrt3, "sqrt(3)"},
                          {std::numbers::ln2, "log(2)"},
                          {e, "exp(1)"},
                          {1 / pi, "pi", true},
                          {1 / inv_sqrtpi, "sqrt(pi)"},
                          {inv_sqrtpi, "sqrt(pi)", true},
                          {std::numbers::sqrt2 / inv_sqrtpi, "sqrt(2*pi)"},
                          {inv_sqrtpi / std::numbers::sqrt2, "sqrt(2*pi)", true},
                          {2.236067977499789696, "sqrt(5)"},
                          {std::numbers::ln10, "log(10)"},
                          {1 / std::numbers::ln2, "log(2)", true},
                          {1 / std::numbers::ln10, "log(10)", true},
                          {1 / e, "exp(1)", true},
                          {pi * pi, "pi^2"}};

std::string text_of(const Base& base, double numerator, int denominator) {
  const std::string count = number_text(numerator), name = base.name, below = std::to_string(denominator);
  if (name.empty()) return denominator == 1 ? count : count + "/" + below;
  if (base.divides) return count + "/" + (denominator == 1 ? name : "(" + below + "*" + name + ")");
  const std::string above = count == "1" ? name : count == "-1" ? "-" + name : count + "*" + name;
  return denominator == 1 ? above : above + "/" + below;
}

/// A fraction, or a simple multiple of one of the bases, that is as near to a number.
std::optional<Simple> simple_near(double number, double distance, std::span<const Base> among) {
  for (const Base& base : among)
    for (int denominator = 1; denominator <= greatest_denominator; ++denominator) {
      const double numerator = std::round(number * denominator / base.value);
      const double value = numerator * base.value / denominator;
      if (numerator == 0 || std::abs(numerator) > 1000 || !(std::abs(value - number) < distance)) continue;
      return Simple{value, text_of(base, numerator, denominator)};
    }
  return std::nullopt;
}

/// Whether a number of few digits is exact itself: 0.35 is 7/20 and not 6/17.
bool is_exact(double number) {
  for (int denominator = 1; denominator <= greatest_exact; ++denominator)
    if (std::abs(std::round(number * denominator) - number * denominator) < 1e-12) return true;
  return false;
}

/// What a decimal may be rounded from; nothing for one of few digits, and for a number that is simple itself.
std::optional<Simple> unrounded(double number) {
  const std::optional<WrittenDecimal> decimal = decimal_of(number);
  if (!decimal || decimal->decimals < least_decimals || is_exact(number)) return std::nullopt;
  return simple_near(number, 0.99 * decimal->unit, std::span(bases).first(5));
}

/// An answer with other numbers; which were replaced, and by what.
struct Rewritten {
  Expr answer;
  std::vector<std::pair<double, Simple>> numbers;
};

Rewritten with_numbers(const Expr& answer, const std::function<std::optional<Simple>(double)>& simple_of) {
  Rewritten result{answer, {}};
  const auto replaced = [&](double number) {
    std::optional<Simple> simple = simple_of(number);
    if (!simple) return number;
    const double value = simple->value;
    result.numbers.emplace_back(number, *std::move(simple));
    return value;
  };
  const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
    if (const std::optional<double> number = number_value(node); number && inputs.empty()) {
      const double other = replaced(*number);
      return other == *number ? node : constant(other);
    }
    const std::vector<double>* coefficients = sum_coefficients(node);
    if (coefficients == nullptr) return with_inputs(node, std::move(inputs));
    std::vector<double> changed;
    for (const double one : *coefficients) changed.push_back(replaced(one));
    return changed == *coefficients ? with_inputs(node, std::move(inputs))
                                    : weighted_sum(std::move(changed), std::move(inputs));
  };
  result.answer = rebuilt({answer}, replace).front();
  return result;
}

/// Where an answer is a multiple of the right one, the number that makes it so, as a factor or a divisor.
std::optional<Diagnosis> by_multiple(const Expr& answer, double multiple,
                                     const std::function<bool(const Expr&)>& is_right) {
  constexpr double known = 1e-9;
  const auto exact = [multiple](double number) -> std::optional<Simple> {
    const std::optional<WrittenDecimal> decimal = decimal_of(number);
    const double value = number / multiple;
    if (!decimal || decimal->significant < least_digits || !may_be_rounded(value, number, *decimal))
      return std::nullopt;
    if (auto simple = simple_near(value, known * std::abs(value), bases)) return simple;
    return Simple{value, ""};
  };
  const Rewritten found = with_numbers(answer, exact);
  if (found.numbers.size() != 1 || !is_right(found.answer)) return std::nullopt;
  const auto& [number, simple] = found.numbers.front();
  const std::string text = simple.text.empty() ? "more digits of it" : simple.text;
  return Diagnosis{"rounded number",
                   "The answer is right to " + std::to_string(decimal_of(number)->significant) + " digits. Is " +
                       number_text(number) + " a rounded number? Write " + text + ": then the answer is right.",
                   "", found.answer};
}

}  // namespace

std::optional<Diagnosis> rounded_number(const Expr& answer, std::optional<double> multiple,
                                        const std::function<bool(const Expr&)>& is_right) {
  if (multiple && std::abs(*multiple - 1) < 0.01)
    for (const double one : {*multiple, 1 / *multiple})
      if (std::optional<Diagnosis> found = by_multiple(answer, one, is_right)) return found;
  const Rewritten found = with_numbers(answer, unrounded);
  if (found.numbers.empty() || !is_right(found.answer)) return std::nullopt;
  const auto& [rounded, simple] = found.numbers.front();
  return Diagnosis{
      "rounded number",
      "Is " + number_text(rounded) + " a rounded number? Write " + simple.text + ": then the answer is right.", "",
      found.answer};
}

std::optional<Diagnosis> rounded_entries(const Values& given, const Values& expected, double tolerance) {
  int digits = most_digits;
  bool any = false;
  for (Index k = 0; k < given.size(); ++k) {
    const long double a = given.data()[k], t = expected.data()[k];
    if (std::abs(a - t) <= static_cast<long double>(tolerance) * std::abs(t)) continue;
    const std::optional<WrittenDecimal> decimal = decimal_of(static_cast<double>(a));
    if (!decimal || decimal->significant < least_digits || !may_be_rounded(t, static_cast<double>(a), *decimal))
      return std::nullopt;
    digits = std::min(digits, decimal->significant);
    any = true;
  }
  if (!any) return std::nullopt;
  return Diagnosis{"rounded number",
                   "The answer is right to " + std::to_string(digits) + " digits: is it rounded?",
                   "Give more digits, or the formula.",
                   {}};
}

}  // namespace matgrad::grading
