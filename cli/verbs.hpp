#pragma once

#include "cli/options.hpp"

namespace matgrad::cli {

// Each adds one verb of the command; its work goes to `chosen` when it is asked for.
void add_derive(CLI::App& app, Chosen& chosen);
void add_gradient(CLI::App& app, Chosen& chosen);
void add_check(CLI::App& app, Chosen& chosen);
void add_grade(CLI::App& app, Chosen& chosen);
void add_graph(CLI::App& app, Chosen& chosen);
void add_eval(CLI::App& app, Chosen& chosen);
void add_report(CLI::App& app, Chosen& chosen);
void add_problem(CLI::App& app, Chosen& chosen);
void add_functions(CLI::App& app, Chosen& chosen);

}  // namespace matgrad::cli
