#pragma once

#include <string_view>

#include "matgrad/autodiff/language/parse.hpp"

namespace matgrad {

/// As parse_formula, but sizes that nothing says are chosen so that what is inverted or factored is regular
/// somewhere: in log(det(X'*X)) the matrix X gets more rows than columns. Where no choice serves, the first one is
/// taken. With the result's chosen_sizes as preferred_sizes parse_formula gives the same formula.
Formula formula_in_domain(std::string_view text, ParseOptions options = {});

}  // namespace matgrad
