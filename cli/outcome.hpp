#pragma once

#include <functional>
#include <string>
#include <vector>

namespace matgrad::cli {

/// What a verb has found: the text to write, the exit status, and lines for people on standard error.
struct Outcome {
  std::string text;
  int status = 0;
  std::vector<std::string> notes = {};
};

/// The work of a verb, once its arguments are read.
using Work = std::function<Outcome()>;

/// The exit statuses besides 0.
inline constexpr int exit_wrong = 1;  // a check failed, an answer is wrong
inline constexpr int exit_malformed = 2;
inline constexpr int exit_undecided = 3;  // an answer could not be compared
inline constexpr int exit_interrupted = 130;

}  // namespace matgrad::cli
