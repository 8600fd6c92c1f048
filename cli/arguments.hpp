#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace matgrad::cli {

/// The verb that the first argument names; null if it names none.
const CLI::App* verb_of(const CLI::App& app, const std::vector<std::string>& arguments);

/// The arguments with a formula that begins with a minus sign ("-x'*x") put last, behind "--", where it cannot be
/// taken for an option. What begins with two of them and a letter stays: a mistyped option.
std::vector<std::string> with_formula_last(const CLI::App& app, const std::vector<std::string>& arguments);

/// Throws Error where no verb comes first, or where an option is none of the verb's; the message names the word,
/// and the verb or option that it resembles.
void require_known_words(const CLI::App& app, const std::vector<std::string>& arguments);

}  // namespace matgrad::cli
