#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/pointwise_step.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad::grading {
namespace {

bool is_whole(double number) { return std::abs(number) > 0.5 && is_near(number, std::round(number)); }

/// The numbers in front of what depends on the variable, those that derivatives bring, and one over each size by
/// which a mean divides.
std::vector<double> numbers_of(const Examination& examination) {
  const Question& question = examination.question();
  std::vector<double> numbers;
  const auto add = [&](const Expr& expr) {
    if (const std::vector<double>* coefficients = sum_coefficients(expr))
      numbers.insert(numbers.end(), coefficients->begin(), coefficients->end());
  };
  add(question.truth());
  const Graph truth(question.truth());
  for (const Expr& node : truth.nodes()) {
    const bool is_size = node.shape().is_scalar() && node.inputs().size() == 1 && !node.op().uses_value(0);
    if (const auto value = is_size ? examination.value(node, 0) : std::nullopt)
      numbers.push_back(static_cast<double>(1 / (*value)(0, 0)));
  }
  for (const PointwiseStep& step : pointwise_steps(examination)) add(tidy(step.slope));
  for (const Expr& node : question.graph().nodes()) {
    if (!question.depends_on_variable(node)) continue;
    const std::vector<double>* coefficients = sum_coefficients(node);
    for (std::size_t i = 0; coefficients != nullptr && i < node.inputs().size(); ++i)
      if (question.depends_on_variable(node.input(i))) numbers.push_back((*coefficients)[i]);
  }
  return numbers;
}

/// Whether a size may explain a factor: a number of that value in the formula says more.
bool may_be_size(const std::vector<double>& numbers, double size) {
  const auto is_multiple = [size](double number) { return is_whole(number) && is_whole(number / size); };
  return std::ranges::none_of(numbers, is_multiple);
}

bool is_quotient_by(const std::vector<double>& numbers, double size) {
  return std::ranges::any_of(numbers,
                             [size](double number) { return !is_whole(number) && is_whole(number * size); });
}

/// No slip brings a factor so near to 1, but rounding does.
constexpr double nearly_one = 1e-3;

Diagnosis constant_factor(const Examination& examination, double c, const Wording& wording) {
  const std::string what = examination.question().name();
  if (is_near(c, -1))
    return {"wrong sign",
            "The answer is −" + what + ": it has the wrong sign.",
            "Look for a minus that was lost or is too much: the derivatives of an inverse, of cos and of "
            "−b bring one.",
            {}};
  if (std::abs(c - 1) < nearly_one)
    return {"rounded number",
            fmt::format("The answer is {:.12g} times {}: is a number in it rounded?", c, what),
            "Write fractions and roots as they are, not as decimals.",
            {}};
  const std::string lead = "The answer is " + number_in_words(c) + " times " + what;
  const std::vector<double> numbers = numbers_of(examination);
  const std::optional<std::string> size = c > 2.5 && is_whole(c) ? wording.size(std::round(c)) : std::nullopt;
  if (size && (is_quotient_by(numbers, c) || may_be_size(numbers, c)))
    return {"1/m dropped",
            lead + ": the factor 1/" + number_in_words(c) + " is missing, and " + number_in_words(c) + " is " +
                *size + ".",
            "The gradient of a mean is the mean of the gradients: keep its 1/m.",
            {}};
  const std::optional<std::string> inverse =
      c > 0 && c < 0.4 && is_whole(1 / c) ? wording.size(std::round(1 / c)) : std::nullopt;
  if (inverse && may_be_size(numbers, 1 / c))
    return {"1/m too much",
            lead + ": it is divided by " + number_in_words(1 / c) + ", which is " + *inverse + ".",
            "Is the loss a mean or a sum?",
            {}};
  const bool of_square = is_near(std::abs(c), 2) || is_near(std::abs(c), 0.5);
  return {"constant factor",
          lead + ": " + factor_in_words(c) + ".",
          of_square
              ? "Where does a 2 come from? From a square, from 2a inside a function, or from a number in the "
                "loss."
              : "Look at the numbers in the loss, and at those that derivatives bring, as the 3 of x³.",
          {}};
}

struct ScalarPower {
  Expr scalar;
  int exponent;
};

std::string in_words(const ScalarPower& power, const Wording& wording) {
  const std::string name = wording.of(power.scalar);
  const bool squared = std::abs(power.exponent) == 2;
  return "the factor " + name + (squared ? "²" : "") +
         (power.exponent < 0 ? " is missing"
          : squared          ? " is too much"
                             : " is once too often");
}

/// answer = c Π sᵢ^pᵢ ∇ for some scalars sᵢ.
std::vector<Diagnosis> scalar_factors(const std::vector<Expr>& scalars, const char* advice,
                                      const Examination& examination, const Wording& wording) {
  std::vector<std::vector<ScalarPower>> candidates;
  for (const Expr& s : scalars)
    for (const int p : {-1, 1, -2, 2}) candidates.push_back({{s, p}});
  for (std::size_t i = 0; i < scalars.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      for (const int p : {-1, 1})
        for (const int q : {-1, 1}) candidates.push_back({{scalars[j], p}, {scalars[i], q}});
  const Expr& truth = examination.question().truth();
  for (const std::vector<ScalarPower>& powers : candidates) {
    Expr wrong = truth;
    std::vector<std::string> words;
    for (const ScalarPower& one : powers) {
      wrong = power(one.scalar, static_cast<double>(one.exponent)) * wrong;
      words.push_back(in_words(one, wording));
    }
    const std::optional<double> c = examination.multiple_of(wrong);
    if (!c || !is_simple(*c, wording)) continue;
    if (!is_near(*c, 1)) words.push_back(factor_in_words(*c));
    return {{"scalar factor", capitalised(enumerated(words)) + ".", advice, *c * wrong}};
  }
  return {};
}

/// "‖x‖²", "(a + b)²".
std::string power_in_words(const Expr& base, const Wording& wording) { return wording.of(power(base, 2.0)); }

/// What brings a scalar part into a gradient, or one over it; empty where this is not known.
std::string origin(const Expr& part, int exponent, const Question& question) {
  if (exponent < 0)
    return is_call<determinant>(part) || is_call<exp>(part)
               ? "The derivative of det(X) or of exp(z) holds the function itself."
               : "";
  const auto is_log_of_part = [&](const Expr& node) { return is_call<log>(node) && node.input(0) == part; };
  if (std::ranges::any_of(question.graph().nodes(), is_log_of_part)) return "The derivative of log(z) brings 1/z.";
  const bool is_root = is_call<norm>(part) || is_call<sqrt>(part);
  return is_root ? "The derivative of ‖x‖ and that of √z bring one over the function itself." : "";
}

/// det(X) for det(A X B): a scalar function of a part of its argument.
std::vector<Diagnosis> argument_of_scalar_part(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  for (const Expr& node : question.graph().nodes()) {
    if (!node.shape().is_scalar() || node.inputs().size() != 1 || is_named(node) || !node.op().uses_value(0))
      continue;
    const Expr& argument = node.input(0);
    for (const Expr& other : question.graph().nodes()) {
      if (other.symbol().empty() || other == argument || other.shape() != argument.shape()) continue;
      const Expr instead = with_inputs(node, {other});
      const Expr wrong = divide(instead, node) * question.truth();
      if (!examination.is_reproduced_by(wrong)) continue;
      return {{"wrong argument", wording.of(instead) + " stands where " + wording.of(node) + " belongs.",
               "The derivative of a function of the whole argument holds the whole argument.", wrong}};
    }
  }
  return {};
}

}  // namespace

std::vector<Diagnosis> scalar_part_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  for (const Expr& node : question.graph().nodes()) {
    if (!node.shape().is_scalar() || !node.symbol().empty() || number_value(node)) continue;
    for (const int exponent : {-1, 1, -2, 2}) {
      const Expr wrong = power(node, static_cast<double>(exponent)) * question.truth();
      const std::optional<double> c = examination.multiple_of(wrong);
      if (!c || !is_simple(*c, wording)) continue;
      const std::string name = wording.of(node),
                        size = std::abs(exponent) == 2 ? power_in_words(node, wording) : name;
      const std::string besides = is_near(*c, 1) ? "" : " and, besides, " + factor_in_words(*c);
      const std::string source = origin(node, exponent, question);
      std::string fault = (exponent < 0 ? "the factor " : "a factor 1/") + size + " is missing";
      if (exponent < 0 && source.empty()) fault = "the answer is " + question.name() + " divided by " + size;
      return {{"scalar factor", capitalised(fault) + besides + ".", source, *c * wrong}};
    }
  }
  std::vector<Diagnosis> found = argument_of_scalar_part(examination, wording);
  if (!found.empty() || !question.wrt().shape().is_scalar()) return found;
  return scalar_factors({question.wrt()}, "An exponent comes down as a factor and becomes less by 1.", examination,
                        wording);
}

std::vector<Diagnosis> scalar_factor_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  std::vector<Expr> scalars;
  for (const Expr& node : question.graph().nodes())
    if (node.shape().is_scalar() && !node.symbol().empty() && !(node == question.loss()) &&
        !(node == question.wrt()))
      scalars.push_back(node);
  return scalar_factors(
      scalars, "A scalar in front passes through the derivative unchanged; an exponent comes down as a factor.",
      examination, wording);
}

std::vector<Diagnosis> scale_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  if (examination.is_zero())
    return {{"zero", "The answer is 0, but " + question.name() + " is not.",
             "Which parts of the formula depend on " + wording.of(question.wrt()) + "?",
             0.0 * zeros_like(question.truth())}};
  const auto c = examination.multiple_of_truth();
  if (!c) return {};
  Diagnosis found = constant_factor(examination, *c, wording);
  found.reproduction = *c * question.truth();
  return {std::move(found)};
}

}  // namespace matgrad::grading
