#pragma once

#include <string>
#include <string_view>

#include "cli/given_value.hpp"

namespace matgrad::cli {

/// Reads a matrix from lines of numbers, separated by commas, semicolons, tabs or blanks (the first of ; tab and ,
/// that the first line has). Empty lines and lines that begin with # are left out. Throws FileError with line and
/// column for cells that are no finite numbers, lines of different lengths, and files without numbers.
GivenValue read_csv_value(std::string_view text, const std::string& name, const std::string& source);

}  // namespace matgrad::cli
