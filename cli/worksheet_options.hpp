#pragma once

#include <CLI/App.hpp>

#include "examples/support/worksheet.hpp"

namespace matgrad::cli {

/// --data, --pictures, --images and --seed of the worked problems.
void add_worksheet_options(CLI::App& verb, examples::Options& options);

}  // namespace matgrad::cli
