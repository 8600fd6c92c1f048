#pragma once

#include <string>
#include <string_view>

#include "cli/given_value.hpp"

namespace matgrad::cli {

/// Reads NumPy's format .npy, versions 1 to 3: real numbers, integers or booleans of either byte order, of none,
/// one (a column) or two dimensions, by rows or by columns. Throws FileError with the byte for other files, and
/// for those that are cut off, too long, or hold what is not finite. Source: numpy/lib/format.py, "Format
/// Version 1.0".
GivenValue read_npy_value(std::string_view bytes, const std::string& name, const std::string& source);

}  // namespace matgrad::cli
