#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/language/parse.hpp"

namespace matgrad {

/// As parse_formula, but sizes that nothing says are chosen so that what is inverted or factored is regular
/// somewhere: in log(det(X'*X)) the matrix X gets more rows than columns. Where no choice serves, the first one is
/// taken. With the result's chosen_sizes as preferred_sizes parse_formula gives the same formula.
Formula formula_in_domain(std::string_view text, ParseOptions options = {});

/// Where a formula inverts or factors a matrix, or takes its determinant: why no values were found at which it has
/// a value and that matrix is regular. Empty if some were found.
std::string reason_without_value(const Formula& formula);

}  // namespace matgrad
