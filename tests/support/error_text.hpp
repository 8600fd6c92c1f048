#pragma once

#include <doctest/doctest.h>

#include <string>

namespace matgrad::tests {

/// The text of the error that `evaluation` throws; fails where it throws none.
template <class Error, class F>
std::string text_of(const F& evaluation) {
  try {
    evaluation();
  } catch (const Error& error) {
    return error.what();
  }
  FAIL("no error of the expected type");
  return {};
}

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace matgrad::tests
