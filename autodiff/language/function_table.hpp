#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/language/signature.hpp"

namespace matgrad {

/// What a function of the text language is applied to.
struct FunctionArguments {
  std::span<const Expr> inputs;
  std::span<const double> numbers;  // as in reshape(A, 2, 3) or reshape[2, 3](A)
  Shape shape;                      // of the result, as inference found it
  std::string_view word = {};       // as in variance[biased](A)
};

/// A function of the text language: what it is called, how its shape follows and what it builds.
struct LanguageFunction {
  std::vector<std::string> names;  // the first is listed, the others mean the same
  std::string arguments;           // "(A, B)"
  Signature signature;
  std::string description;
  Expr (*build)(const FunctionArguments&);
  std::vector<std::string> words = {};  // what may stand in brackets, "" for nothing: variance[biased](A)
  std::string hint = {};                // added to the error where shapes do not fit
  std::string (*note)(const FunctionArguments&) = nullptr;  // what to point out about a call, or empty
};

/// All functions, in the order in which they are listed; the same name may stand for several numbers of arguments.
const std::vector<LanguageFunction>& language_functions();
/// The operators of formulas, under the signs that tokens have.
const std::vector<LanguageFunction>& language_operators();

bool is_language_function(std::string_view name);
/// The function that `name` means for so many arguments, with or without a bracket of numbers; else null.
const LanguageFunction* find_function(std::string_view name, std::size_t inputs, std::size_t numbers);
/// The operator `sign` for so many inputs, which must exist.
const LanguageFunction& find_operator(std::string_view sign, std::size_t inputs = 2, std::size_t numbers = 0);
/// The name of a function that differs little from `name`, else empty.
std::string similar_function(std::string_view name);

}  // namespace matgrad
