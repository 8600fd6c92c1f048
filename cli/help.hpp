#pragma once

#include <string>

#include <CLI/App.hpp>

namespace matgrad::cli {

/// The page of the whole command: what it does, each verb with its example, how formulas and values are written.
std::string help_page(const CLI::App& app);

/// The page of one verb: usage, options, example.
std::string verb_page(const CLI::App& verb);

/// A script for bash that completes verbs, options and formats, made from what the verbs declare.
std::string bash_completion(const CLI::App& app);

}  // namespace matgrad::cli
