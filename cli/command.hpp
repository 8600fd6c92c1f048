#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cli/options.hpp"

namespace matgrad::cli {

/// The command line with all its verbs; what is asked for goes to `chosen`, which must outlive it.
std::unique_ptr<CLI::App> command_line(Chosen& chosen);

/// Runs the command matgrad with the arguments behind its name: the result to standard output, notes and problems
/// to standard error. Returns the exit status.
int run(const std::vector<std::string>& arguments);

}  // namespace matgrad::cli
