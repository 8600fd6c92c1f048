#pragma once

#include <optional>
#include <string_view>

namespace matgrad {

/// How a sign of formulas is written, and the one spelling that tokens have.
struct SignSpelling {
  std::string_view written, sign;
};

/// The sign with which `text` begins.
std::optional<SignSpelling> sign_spelling(std::string_view text);

/// Whether a line that begins with `sign` goes on with the one above.
bool continues_line(std::string_view sign);
/// Whether a line that ends with `sign` is continued by the next one.
bool is_continued(std::string_view sign);

}  // namespace matgrad
