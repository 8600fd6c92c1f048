#include <algorithm>
#include <cstddef>
#include <string>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/activation.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/entropy.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/rounding.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/operations/special.hpp"
#include "matgrad/autodiff/operations/trigonometric.hpp"

namespace matgrad {
namespace {

/// A text as a template argument.
template <std::size_t n>
struct Text {
  char characters[n];
  constexpr Text(const char (&text)[n]) { std::ranges::copy(text, characters); }
};

/// softmax and its kin take each column: of a single row nothing is left.
template <Text function, Text result>
std::string of_one_row(const FunctionArguments& a) {
  const Expr& x = a.inputs[0];
  if (x.rows() != 1) return {};
  const std::string name = function.characters;
  return name + " goes by columns, and " + to_text(x) + " has a single row (" + to_string(x.shape()) +
         "): " + result.characters + "; to go by rows write row_" + name;
}

std::string cross_entropy_note(const FunctionArguments& a) {
  const Expr &x = a.inputs[0], &t = a.inputs[1];
  if (is_call<softmax>(x))
    return "cross_entropy takes logits and forms their softmax itself: " + to_text(x) + " is taken for logits";
  if (x.rows() != 1) return {};
  return "cross_entropy goes by columns, and " + to_text(x) + " has a single row (" + to_string(x.shape()) +
         "): one class, and the result is 0; for a row of logits write cross_entropy(" + to_text(transpose(x)) +
         ", " + to_text(transpose(t)) + ")";
}

}  // namespace

std::vector<LanguageFunction> entrywise_functions() {
  return {
      {{"exp"}, "(A)", "~ -> ~", "eᵃ of each entry", unary<exp>},
      {{"log", "ln"}, "(A)", "~ -> ~", "the natural logarithm of each entry", unary<log>},
      {{"sqrt"}, "(A)", "~ -> ~", "the square root of each entry", unary<sqrt>},
      {{"square"}, "(A)", "~ -> ~", "a² of each entry", unary<square>},
      {{"cube"}, "(A)", "~ -> ~", "a³ of each entry", unary<cube>},
      {{"reciprocal"}, "(A)", "~ -> ~", "1/a of each entry", unary<reciprocal>},
      {{"abs"}, "(A)", "~ -> ~", "|a| of each entry", unary<abs>},
      {{"sign"}, "(A)", "~ -> ~", "−1, 0 or 1 for each entry", unary<sign>},
      {{"sin"}, "(A)", "~ -> ~", "the sine of each entry", unary<sin>},
      {{"cos"}, "(A)", "~ -> ~", "the cosine of each entry", unary<cos>},
      {{"tan"}, "(A)", "~ -> ~", "the tangent of each entry", unary<tan>},
      {{"asin", "arcsin"}, "(A)", "~ -> ~", "the arcsine of each entry", unary<asin>},
      {{"acos", "arccos"}, "(A)", "~ -> ~", "the arccosine of each entry", unary<acos>},
      {{"atan", "arctan"}, "(A)", "~ -> ~", "the arctangent of each entry", unary<atan>},
      {{"atan2"}, "(A, B)", "~, ~ -> ~", "the angle of the points (b, a)", binary<atan2>},
      {{"sinh"}, "(A)", "~ -> ~", "the hyperbolic sine of each entry", unary<sinh>},
      {{"cosh"}, "(A)", "~ -> ~", "the hyperbolic cosine of each entry", unary<cosh>},
      {{"tanh"}, "(A)", "~ -> ~", "the hyperbolic tangent of each entry", unary<tanh>},
      {{"log1p"}, "(A)", "~ -> ~", "log(1 + a) of each entry", unary<log1p>},
      {{"expm1"}, "(A)", "~ -> ~", "eᵃ − 1 of each entry", unary<expm1>},
      {{"erf"}, "(A)", "~ -> ~", "the error function of each entry", unary<erf>},
      {{"erfc"}, "(A)", "~ -> ~", "1 − erf(a) of each entry", unary<erfc>},
      {{"normal_cdf"}, "(A)", "~ -> ~", "the distribution function of the standard normal", unary<normal_cdf>},
      {{"lgamma", "gammaln"}, "(A)", "~ -> ~", "log |Γ(a)| of each entry", unary<lgamma>},
      {{"digamma"}, "(A)", "~ -> ~", "the derivative of log Γ", unary<digamma>},
      {{"polygamma"},
       "(A, n)",
       "~; 1 -> ~",
       "the n-th derivative of digamma",
       [](const FunctionArguments& a) {
         const Index n = whole_number(a, 0);
         if (n < 0 || n > 100) throw ShapeError("polygamma takes orders from 0 to 100");
         return polygamma(static_cast<int>(n), a.inputs[0]);
       }},
      {{"power"}, "(A, B)", "~, ~ -> ~", "aᵇ of each entry, as A.^B", binary<power>},
      {{"divide"}, "(A, B)", "~, ~ -> ~", "a/b of each entry, as A./B", binary<divide>},
      {{"divide_or_zero"},
       "(A, B)",
       "~, ~ -> ~",
       "a/b, and 0 where b is 0",
       [](const FunctionArguments& a) { return divide_or_zero(a.inputs[0], a.inputs[1], QuotientText::call); }},
      {{"hadamard"}, "(A, B)", "~, ~ -> ~", "a b of each entry, as A.*B", binary<hadamard>},
      {{"maximum"}, "(A, B)", "~, ~ -> ~", "the greater of each two entries", binary<maximum>},
      {{"minimum"}, "(A, B)", "~, ~ -> ~", "the lesser of each two entries", binary<minimum>},
      {{"max"}, "(A, B)", "~, ~ -> ~", "the greater of each two entries", binary<maximum>},
      {{"min"}, "(A, B)", "~, ~ -> ~", "the lesser of each two entries", binary<minimum>},
      {{"hypot"}, "(A, B)", "~, ~ -> ~", "√(a² + b²) of each two entries", binary<hypot>},
      {{"logaddexp"}, "(A, B)", "~, ~ -> ~", "log(eᵃ + eᵇ) of each two entries", binary<logaddexp>},
      {{"floor"}, "(A)", "~ -> ~", "rounded down", unary<floor>},
      {{"ceil"}, "(A)", "~ -> ~", "rounded up", unary<ceil>},
      {{"round"}, "(A)", "~ -> ~", "rounded to the nearest whole number", unary<round>},
      {{"clamp"}, "(A, lo, hi)", "~, ~, ~ -> ~", "held between two bounds", ternary<clamp>},
      {{"soft_clamp"}, "(A, lo, hi)", "~, ~, ~ -> ~", "held between two bounds, smoothly", ternary<soft_clamp>},
      {{"xlogy"}, "(A, B)", "~, ~ -> ~", "a log b, and 0 where a is 0", binary<xlogy>},
      {{"xlog1py"}, "(A, B)", "~, ~ -> ~", "a log(1 + b), and 0 where a is 0", binary<xlog1py>},
      {{"xdivy"}, "(A, B)", "~, ~ -> ~", "a/b, and 0 where a is 0", binary<xdivy>},
      {{"xlogx"}, "(A)", "~ -> ~", "a log a, and 0 where a is 0", unary<xlogx>},
      {{"binary_entropy"}, "(P)", "~ -> ~", "−p log p − (1−p) log(1−p) of each entry", unary<binary_entropy>},
      {{"greater"}, "(A, B)", "~, ~ -> ~", "1 where a > b, else 0, as A > B", binary<greater>},
      {{"greater_equal"}, "(A, B)", "~, ~ -> ~", "1 where a ≥ b, else 0, as A >= B", binary<greater_equal>},
      {{"less"}, "(A, B)", "~, ~ -> ~", "1 where a < b, else 0, as A < B", binary<less>},
      {{"less_equal"}, "(A, B)", "~, ~ -> ~", "1 where a ≤ b, else 0, as A <= B", binary<less_equal>},
      {{"equal"}, "(A, B)", "~, ~ -> ~", "1 where a = b, else 0, as A == B", binary<equal>},
      {{"not_equal"}, "(A, B)", "~, ~ -> ~", "1 where a ≠ b, else 0, as A != B", binary<not_equal>},
      {{"select"}, "(C, A, B)", "~, ~, ~ -> ~", "a where c is not 0, else b", ternary<select>},
      {{"stop_gradient"}, "(A)", "~ -> ~", "A, through which no derivative passes", unary<stop_gradient>},
  };
}

std::vector<LanguageFunction> activation_functions() {
  return {
      {{"sigmoid", "σ", "logistic"}, "(A)", "~ -> ~", "1/(1 + e⁻ᵃ) of each entry", unary<sigmoid>},
      {{"relu"}, "(A)", "~ -> ~", "max(a, 0) of each entry", unary<relu>},
      {{"softplus"}, "(A)", "~ -> ~", "log(1 + eᵃ) of each entry", unary<softplus>},
      {{"swish", "silu"}, "(A)", "~ -> ~", "a σ(a) of each entry", unary<swish>},
      {{"gelu"}, "(A)", "~ -> ~", "a Φ(a) of each entry", unary<gelu>},
      {{"selu"}, "(A)", "~ -> ~", "the self-normalising elu", unary<selu>},
      {{"elu"},
       "(A, alpha)",
       "~; 0-1 -> ~",
       "a for a > 0, else α (eᵃ − 1), with α = 1 unless given",
       [](const FunctionArguments& a) { return elu(a.inputs[0], a.numbers.empty() ? 1 : a.numbers[0]); }},
      {{"leaky_relu"},
       "(A, slope)",
       "~; 0-1 -> ~",
       "a for a > 0, else slope · a, with slope 0.01 unless given",
       [](const FunctionArguments& a) {
         return leaky_relu(a.inputs[0], a.numbers.empty() ? 0.01 : a.numbers[0]);
       }},
      {{"log_sigmoid"}, "(A)", "~ -> ~", "log σ(a) of each entry", unary<log_sigmoid>},
      {{"softmax"},
       "(X)",
       "m n -> m n",
       "eˣ of each entry, divided by its sum over the column",
       unary<softmax>,
       {},
       {},
       of_one_row<"softmax", "every entry is 1">},
      {{"log_softmax"},
       "(X)",
       "m n -> m n",
       "the logarithm of softmax",
       unary<log_softmax>,
       {},
       {},
       of_one_row<"log_softmax", "every entry is 0">},
      {{"logsumexp"},
       "(X)",
       "m n -> 1 n",
       "log Σ eˣ of each column",
       unary<logsumexp>,
       {},
       {},
       of_one_row<"logsumexp", "it is the row itself">},
      {{"row_softmax"}, "(X)", "m n -> m n", "softmax of each row", unary<row_softmax>},
      {{"row_log_softmax"}, "(X)", "m n -> m n", "the logarithm of row_softmax", unary<row_log_softmax>},
      {{"row_logsumexp"}, "(X)", "m n -> m 1", "log Σ eˣ of each row", unary<row_logsumexp>},
      {{"cross_entropy"},
       "(X, T)",
       "m n, m n -> 1 1",
       "−(1/n) Σ T log_softmax(X), for logits X and targets T",
       binary<cross_entropy>,
       {},
       "of a row y of labels 0, 1, … the targets are one_hot(y, k), with k rows",
       cross_entropy_note},
      {{"binary_cross_entropy"},
       "(X, T)",
       "m n, m n -> 1 1",
       "−(1/n) Σ T log σ(X) + (1−T) log(1−σ(X)), for logits X and targets T",
       binary<binary_cross_entropy>},
  };
}

}  // namespace matgrad
