#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/language/function_table.hpp"

namespace matgrad {

// The parts of the table.
std::vector<LanguageFunction> operator_functions();
std::vector<LanguageFunction> entrywise_functions();
std::vector<LanguageFunction> activation_functions();
std::vector<LanguageFunction> matrix_functions();
std::vector<LanguageFunction> spectral_functions();
std::vector<LanguageFunction> decomposing_functions();
std::vector<LanguageFunction> reducing_functions();
std::vector<LanguageFunction> filling_functions();
std::vector<LanguageFunction> rearranging_functions();
std::vector<LanguageFunction> selecting_functions();

template <Expr (*Function)(const Operand&)>
Expr unary(const FunctionArguments& arguments) {
  return Function(arguments.inputs[0]);
}
template <Expr (*Function)(const Operand&, const Operand&)>
Expr binary(const FunctionArguments& arguments) {
  return Function(arguments.inputs[0], arguments.inputs[1]);
}
template <Expr (*Function)(const Operand&, const Operand&, const Operand&)>
Expr ternary(const FunctionArguments& arguments) {
  return Function(arguments.inputs[0], arguments.inputs[1], arguments.inputs[2]);
}

/// Number i as a whole number. Throws ShapeError, which the parser reports at the call.
inline Index whole_number(double value) {
  if (!(std::abs(value) <= 1e9) || value != std::trunc(value)) throw ShapeError("a whole number is needed here");
  return static_cast<Index>(value);
}
inline Index whole_number(const FunctionArguments& arguments, std::size_t i, Index otherwise = 0) {
  return i < arguments.numbers.size() ? whole_number(arguments.numbers[i]) : otherwise;
}

}  // namespace matgrad
