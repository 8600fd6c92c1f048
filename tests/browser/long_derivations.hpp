#pragma once

#include <filesystem>
#include <string>

namespace matgrad::tests {

/// Writes pages of derivations that are wider than any page, as the program `matgrad` makes them, into an empty
/// folder: deep nets, long names, many variables, huge numbers, wide matrices, long file names and commands.
/// Throws std::runtime_error where the program fails.
void write_long_derivations(const std::string& matgrad, const std::filesystem::path& folder);

}  // namespace matgrad::tests
