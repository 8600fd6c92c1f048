#pragma once

#include <string>
#include <vector>

namespace matgrad::pages {

/// What became of a program that was run.
struct ProgramResult {
  enum class End { finished, not_installed, not_started, timed_out };
  End end = End::finished;
  int status = 0;      // of a finished one; 128 + the signal that ended it
  std::string output;  // what it wrote
  std::string errors;  // what it complained of, or why it was not started
  bool succeeded() const { return end == End::finished && status == 0; }
};

/// Runs a program with these arguments (the first one is its name, looked up in PATH), without a shell, with
/// `input` to read, and waits for its end. One that runs longer than `seconds` is killed.
ProgramResult run_program(const std::vector<std::string>& words, const std::string& input, double seconds = 60);

}  // namespace matgrad::pages
