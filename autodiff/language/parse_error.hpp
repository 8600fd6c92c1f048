#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"

namespace matgrad {

/// A text of the language that cannot be read. what() is one line: "line 1, column 7: …".
class ParseError : public Error {
 public:
  /// The error lies at byte `offset` of `text`.
  ParseError(std::string_view text, std::size_t offset, const std::string& message);

  /// Both count from 1; columns are counted in characters.
  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }
  /// What is wrong, without the place.
  const std::string& message() const { return message_; }
  /// what(), the line in which the error lies, and a caret below the place.
  std::string with_caret() const;

  /// What had been taken for what when the error was found: Formula::assumptions.
  const std::vector<std::string>& assumptions() const { return assumptions_; }
  void set_assumptions(std::vector<std::string> assumptions) { assumptions_ = std::move(assumptions); }

 private:
  struct Place {
    std::size_t line, column;
    std::string excerpt, caret;
  };
  static Place place_of(std::string_view text, std::size_t offset);
  ParseError(Place place, const std::string& message);

  std::size_t line_, column_;
  std::string message_, excerpt_, caret_;
  std::vector<std::string> assumptions_;
};

}  // namespace matgrad
