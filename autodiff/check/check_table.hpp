#pragma once

#include <string>
#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"

namespace matgrad {

/// The table of a gradient check: a row of headings, then a row for each variable.
std::vector<std::vector<std::string>> table_rows(const GradientCheck& check);

/// What is to be said below the table; mostly nothing.
std::string table_note(const GradientCheck& check);

}  // namespace matgrad
