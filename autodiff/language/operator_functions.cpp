#include "matgrad/autodiff/language/function_lists.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/matrix_norm.hpp"
#include "matgrad/autodiff/operations/order.hpp"
#include "matgrad/autodiff/operations/orthogonal.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

/// Whether a / b is the number that was written, and not one close to it.
bool divides_exactly(double a, double b) {
  int exponent = 0;
  return b != 0 && std::isfinite(a / b) && std::abs(std::frexp(b, &exponent)) == 0.5;
}

Expr multiplied(const FunctionArguments& arguments) {
  const Expr& a = arguments.inputs[0];
  const Expr& b = arguments.inputs[1];
  // A number in front is a coefficient, as in C++.
  if (const auto number = number_value(a)) return *number * b;
  if (const auto number = number_value(b)) return *number * a;
  return a * b;
}

Expr multiplied_or_inner(const FunctionArguments& arguments) {
  const Expr& a = arguments.inputs[0];
  const Expr& b = arguments.inputs[1];
  const bool is_inner = arguments.shape.is_scalar() && a.cols() == 1 && b.cols() == 1 && a.rows() > 1;
  return is_inner && a.rows() == b.rows() ? transpose(a) * b : multiplied(arguments);
}

bool is_vector(const FunctionArguments& a) { return a.inputs[0].rows() == 1 || a.inputs[0].cols() == 1; }

Expr norm_one(const FunctionArguments& a) {
  if (is_vector(a)) return sum(abs(a.inputs[0]));
  throw ShapeError("‖A‖_1 of a matrix has two readings: write norm1(A) for the sum of all |a|, or one_norm(A) for "
                   "the greatest sum of |a| over a column");
}

Expr entry_of(const FunctionArguments& arguments) {
  const Expr& a = arguments.inputs[0];
  const Index first = whole_number(arguments, 0);
  if (arguments.numbers.size() == 2) return slice(a, first, whole_number(arguments, 1), 1, 1);
  return a.cols() == 1 ? slice(a, first, 0, 1, 1) : slice(a, 0, first, 1, 1);
}

Expr divided(const FunctionArguments& arguments) {
  const Expr& a = arguments.inputs[0];
  const Expr& b = arguments.inputs[1];
  const auto dividend = number_value(a), divisor = number_value(b);
  if (dividend && divisor && divides_exactly(*dividend, *divisor)) return constant(*dividend / *divisor);
  if (divisor && divides_exactly(1, *divisor)) return (1 / *divisor) * a;
  return a / b;
}

Expr negated(const FunctionArguments& arguments) {
  if (const auto number = number_value(arguments.inputs[0])) return constant(-*number);
  return -arguments.inputs[0];
}

Expr to_number_power(const FunctionArguments& arguments) {
  return power(arguments.inputs[0], arguments.numbers[0]);
}

Expr to_matrix_power(const FunctionArguments& arguments) {
  if (arguments.shape.is_scalar()) return to_number_power(arguments);
  return matrix_power(arguments.inputs[0], static_cast<int>(whole_number(arguments, 0)));
}

}  // namespace

std::vector<LanguageFunction> operator_functions() {
  return {
      {{"+"}, "A + B", "~, ~ -> ~", "the sum; a scalar is added to every entry", binary<operator+>},
      {{"-"}, "A - B", "~, ~ -> ~", "the difference", binary<operator- >},
      {{"-"}, "-A", "~ -> ~", "the negative", negated},
      {{"*"}, "A*B", "product", "the product of matrices; a scalar multiplies every entry", multiplied},
      {{"·"}, "A · B", "product", "the product; of two columns of one length their inner product",
       multiplied_or_inner},
      {{"/"}, "A/s", "m n, 1 1 -> m n", "divided by a scalar", divided, {},
       "/ divides by a scalar: write ./ to divide entry by entry, A*inv(B) for A B⁻¹"},
      {{".*"}, "A.*B", "~, ~ -> ~", "the product entry by entry, also ∘", binary<hadamard>},
      {{"./"}, "A./B", "~, ~ -> ~", "the quotient entry by entry", binary<divide>},
      {{"'"}, "A'", "m n -> n m", "the transpose, also Aᵀ", unary<transpose>},
      {{"^"}, "A^2", "n n; 1 -> n n", "the power of a square matrix or of a scalar", to_matrix_power, {},
       "^ is the power of a square matrix: write .^ for the power of each entry, ' for the transpose"},
      {{"scalar^"}, "a^2.5", "1 1; 1 -> 1 1", "the power of a scalar", to_number_power, {},
       "only a whole number is a power of a matrix: write .^ for the power of each entry, symmetric_power(A, p) "
       "for that of a positive definite matrix"},
      {{"^"}, "a^b", "1 1, 1 1 -> 1 1", "the power of a scalar", binary<power>, {},
       "write .^ for the power of each entry, ' for the transpose"},
      {{".^"}, "A.^2", "~; 1 -> ~", "the power of each entry", to_number_power},
      {{".^"}, "A.^B", "~, ~ -> ~", "the power of each entry", binary<power>},
      {{"⁺"}, "A⁺", "m n -> n m", "the pseudo-inverse", unary<pseudo_inverse>},
      {{"entry"}, "x(2)", "entry", "an entry", entry_of},
      {{"‖₂"}, "‖A‖_2", "m n -> 1 1", "the Euclidean norm of a vector, the greatest singular value of a matrix",
       [](const FunctionArguments& a) { return is_vector(a) ? norm(a.inputs[0]) : spectral_norm(a.inputs[0]); }},
      {{"‖₂²"}, "‖A‖_2^2", "m n -> 1 1", "its square",
       [](const FunctionArguments& a) {
         return is_vector(a) ? squared_norm(a.inputs[0]) : square(spectral_norm(a.inputs[0]));
       }},
      {{"‖₁"}, "‖x‖_1", "m n -> 1 1", "the sum of |x| over the entries of a vector", norm_one},
      {{"‖∞"}, "‖A‖_∞", "m n -> 1 1", "the greatest |x| of a vector, the greatest sum of a row of a matrix",
       [](const FunctionArguments& a) {
         return is_vector(a) ? max(abs(a.inputs[0])) : infinity_norm(a.inputs[0]);
       }},
      {{"×"}, "a × b", "3 n, 3 n -> 3 n", "the cross product of columns with three entries", binary<cross>},
      {{"⊗"}, "A ⊗ B", "m n, p q -> m*p n*q", "the Kronecker product", binary<kronecker>},
      {{">"}, "A > B", "~, ~ -> ~", "1 where it holds, else 0; also <, >=, <=, ==, !=", binary<greater>},
      {{"<"}, "A < B", "~, ~ -> ~", "1 where it holds, else 0", binary<less>},
      {{">="}, "A >= B", "~, ~ -> ~", "1 where it holds, else 0", binary<greater_equal>},
      {{"<="}, "A <= B", "~, ~ -> ~", "1 where it holds, else 0", binary<less_equal>},
      {{"=="}, "A == B", "~, ~ -> ~", "1 where it holds, else 0", binary<equal>},
      {{"!="}, "A != B", "~, ~ -> ~", "1 where it holds, else 0", binary<not_equal>},
  };
}

}  // namespace matgrad
