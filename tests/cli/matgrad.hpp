#pragma once

#include <string>
#include <vector>

#include "support/run_program.hpp"

namespace matgrad::tests {

/// Runs the command matgrad that was built.
inline ProgramRun matgrad(const std::vector<std::string>& arguments, const std::string& input = {}) {
  return run_program(MATGRAD_PROGRAM, arguments, input);
}

}  // namespace matgrad::tests
