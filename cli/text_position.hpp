#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {

/// A place in a text, counted from 1 in characters of UTF-8.
struct TextPosition {
  std::size_t line = 1;
  std::size_t column = 1;
};

TextPosition position_in(std::string_view text, std::size_t offset);

/// "line 2, column 5".
std::string to_text(TextPosition position);

/// Where the name stands by itself, not inside another; npos if nowhere.
std::size_t find_name(std::string_view text, std::string_view name);

/// "FILE: line 2, column 5: expected a number, found ']'".
FileError file_error(const std::string& file, std::string_view text, std::size_t offset,
                     const std::string& expected, const std::string& found);

/// An error in an option's text: "--shape: line 1, column 3: …".
Error option_error(const std::string& option, std::string_view text, std::size_t offset,
                   const std::string& message);

/// A short piece of foreign text in quotes, safe to print: control characters and broken UTF-8 become "?".
std::string in_quotes(std::string_view text);

}  // namespace matgrad::cli
