#pragma once

#include <string>
#include <vector>

#include <matgrad/autodiff/language/function_table.hpp>

namespace matgrad::tests {

/// Calls of a function of the text language, in each of its ways, for A, B: 3x2; P, Q: 3x3; x: 3; s: scalar. P is
/// positive definite.
std::vector<std::string> calls_of(const LanguageFunction& function);

}  // namespace matgrad::tests
