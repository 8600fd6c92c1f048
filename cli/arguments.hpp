#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace matgrad::cli {

/// The arguments with a formula that begins with a minus sign ("-x'*x") put last, behind "--", where it cannot be
/// taken for an option. What begins with two of them and a letter stays: a mistyped option.
std::vector<std::string> with_formula_last(const CLI::App& app, const std::vector<std::string>& arguments);

}  // namespace matgrad::cli
