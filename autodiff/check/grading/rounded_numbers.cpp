#include "matgrad/autodiff/check/grading/rounded_numbers.hpp"

#include <cmath>
#include <numbers>
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

constexpr std::size_t least_decimals = 2;
constexpr int greatest_denominator = 64;
constexpr int greatest_exact = 20;

struct Simple {
  double value;
  std::string text;
};

std::string with_denominator(const std::string& numerator, int denominator) {
  return denominator == 1 ? numerator : numerator + "/" + std::to_string(denominator);
}

/// What a decimal may be rounded from; nothing for one of few digits, and for a number that is simple itself.
std::optional<Simple> unrounded(double number) {
  const std::string text = number_text(number);
  const std::size_t point = text.find('.');
  if (point == std::string::npos || text.find('e') != std::string::npos) return std::nullopt;
  const std::size_t decimals = text.size() - point - 1;
  // A number that was computed has all digits.
  if (decimals < least_decimals || decimals > 14) return std::nullopt;
  const double unit = std::pow(10.0, -static_cast<double>(decimals));
  // 0.35 is 7/20 and not 6/17.
  for (int denominator = 1; denominator <= greatest_exact; ++denominator)
    if (std::abs(std::round(number * denominator) - number * denominator) < 1e-12) return std::nullopt;
  const std::pair<double, const char*> bases[] = {{1, ""},
                                                  {std::numbers::pi, "pi"},
                                                  {std::numbers::sqrt2, "sqrt(2)"},
                                                  {std::numbers::sqrt3, "sqrt(3)"},
                                                  {std::numbers::ln2, "log(2)"}};
  for (const auto& [base, name] : bases)
    for (int denominator = 1; denominator <= greatest_denominator; ++denominator) {
      const double numerator = std::round(number * denominator / base);
      const double value = numerator * base / denominator, distance = std::abs(value - number);
      if (numerator == 0 || !(distance < unit) || distance <= 1e-15 * std::abs(number)) continue;
      const std::string count = number_text(numerator), base_name = name;
      const std::string whole = base_name.empty() ? count : count == "1" ? base_name : count + "*" + base_name;
      return Simple{value, with_denominator(whole, denominator)};
    }
  return std::nullopt;
}

}  // namespace

std::optional<Diagnosis> rounded_number(const Expr& answer, const std::function<bool(const Expr&)>& is_right) {
  std::vector<std::pair<std::string, std::string>> found;
  const auto replaced = [&](double number) {
    const std::optional<Simple> simple = unrounded(number);
    if (!simple) return number;
    const std::pair<std::string, std::string> pair{number_text(number), simple->text};
    if (found.empty() || found.back() != pair) found.push_back(pair);
    return simple->value;
  };
  const auto replace = [&](const Expr& node, std::vector<Expr> inputs) {
    if (const std::optional<double> number = number_value(node); number && inputs.empty())
      return replaced(*number) == *number ? node : constant(replaced(*number));
    const std::vector<double>* coefficients = sum_coefficients(node);
    if (coefficients == nullptr) return with_inputs(node, std::move(inputs));
    std::vector<double> changed;
    for (const double one : *coefficients) changed.push_back(replaced(one));
    return changed == *coefficients ? with_inputs(node, std::move(inputs))
                                    : weighted_sum(std::move(changed), std::move(inputs));
  };
  const Expr exact = rebuilt({answer}, replace).front();
  if (found.empty() || !is_right(exact)) return std::nullopt;
  const auto& [rounded, simple] = found.front();
  return Diagnosis{"rounded number",
                   "Is " + rounded + " a rounded number? Write " + simple + ": then the answer is right.", "",
                   exact};
}

}  // namespace matgrad::grading
