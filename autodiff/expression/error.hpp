#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <vector>

namespace matgrad {

/// Base of every error that matgrad throws. The text says what is wrong; lines of context (the
/// expression, its leaves, the source line, a remedy) are added by the layers it passes through.
class Error : public std::exception {
 public:
  explicit Error(std::string message) : text_(std::move(message)) {}
  const char* what() const noexcept override { return text_.c_str(); }

  /// Appends one line, for example "in log|K|".
  void add_context(const std::string& line) { text_ += "\n  " + line; }

 private:
  std::string text_;
};

/// Shapes do not fit, found when an expression is built or a value is bound.
class ShapeError : public Error {
  using Error::Error;
};
/// A factorisation met a zero pivot.
class SingularError : public Error {
  using Error::Error;
};
/// A Cholesky factorisation met a pivot that is not positive.
class NotPositiveDefiniteError : public Error {
  using Error::Error;
};
/// A value lies outside the domain of an operation, or contradicts a declared fact.
class DomainError : public Error {
  using Error::Error;
};
/// NaN or infinity where finite numbers are needed.
class NonFiniteError : public Error {
  using Error::Error;
};
/// A leaf has no value, or an unspecified function no definition.
class MissingInputError : public Error {
  using Error::Error;
};
/// A derivative was asked for through an operation that has none.
class DerivativeError : public Error {
  using Error::Error;
};
/// A file cannot be opened, or is damaged, truncated or not what its name says.
class FileError : public Error {
 public:
  using Error::Error;
  /// `offset` in bytes from the beginning of the (decompressed) file.
  FileError(const std::string& file, std::size_t offset, const std::string& expected, const std::string& found)
      : Error(file + ", byte " + std::to_string(offset) + ": expected " + expected + ", found " + found) {}
};

}  // namespace matgrad
