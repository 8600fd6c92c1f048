#pragma once

#include <string>
#include <vector>

#include "cli/given_value.hpp"

namespace matgrad::cli {

/// The values that an option --values names: FILE.json, {"x": [1, 2]} itself, NAME=FILE.csv, NAME=FILE.npy,
/// FILE.csv or FILE.npy for a value of the file's name, NAME=0.5 for a number, - for JSON from the standard input.
/// Throws FileError.
std::vector<GivenValue> read_values(const std::string& argument);

/// The same for an answer, which may be what `gradient --format json` prints, too.
std::vector<GivenValue> read_answer(const std::string& argument);

/// Those of several options. Throws FileError where a name is given twice.
std::vector<GivenValue> read_values(const std::vector<std::string>& arguments);

}  // namespace matgrad::cli
