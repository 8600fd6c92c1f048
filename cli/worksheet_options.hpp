#pragma once

#include <string>
#include <vector>

#include <CLI/App.hpp>

#include "examples/support/options.hpp"

namespace matgrad::cli {

/// The numbers of the worked problems.
std::vector<std::string> problem_numbers();

/// --data, --pictures, --images and --seed of the worked problems.
void add_worksheet_options(CLI::App& verb, examples::Options& options);

}  // namespace matgrad::cli
