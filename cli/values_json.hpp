#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/given_value.hpp"

namespace matgrad::cli {

/// Names and their values, or also what `gradient --format json` prints: an object of gradients, or of Jacobians,
/// beside the value of the formula, which is left out.
enum class JsonKind { values, result };

/// Reads {"alpha": 0.5, "x": [1, 2], "W": [[1, 2], [3, 4]]}: numbers, columns, matrices row by row. Throws
/// FileError with line and column for anything else: no object, other kinds of values, rows of different lengths,
/// empty lists, a name that comes twice, numbers that no double holds, damaged JSON.
std::vector<GivenValue> read_json_values(std::string_view text, const std::string& source,
                                         JsonKind kind = JsonKind::values);

}  // namespace matgrad::cli
