#include "matgrad/autodiff/language/operation_error.hpp"

#include <sstream>

namespace matgrad {
namespace {

// "at layout_functions.cpp:27", as Operand::source_line has it.
bool is_source_line(const std::string& line) {
  return line.starts_with("at ") &&
         (line.find(".cpp:") != std::string::npos || line.find(".hpp:") != std::string::npos);
}

}  // namespace

std::string in_one_line(const Error& error) {
  std::istringstream lines(error.what());
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    line.erase(0, line.find_first_not_of(' '));
    if (!line.empty() && !is_source_line(line)) result += (result.empty() ? "" : "; ") + line;
  }
  return result;
}

}  // namespace matgrad
