#pragma once

#include <sstream>
#include <string>

#include "support/tiny_images.hpp"

/// A problem worked on its reference values and on tiny images.
class Worked {
 public:
  explicit Worked(void (*work)(matgrad::pages::Worksheet&, const matgrad::examples::Options&))
      : sheet_(text_, images_.options().worksheet()) {
    work(sheet_, images_.options());
  }

  std::string text() const { return text_.str(); }
  /// Whether this very line was printed, apart from its indentation.
  bool printed(const std::string& line) const { return text().find("  " + line + "\n") != std::string::npos; }
  bool wrote(const std::string& file) const {
    return std::filesystem::exists(std::filesystem::path(sheet_.options().output_folder) / file);
  }
  std::string table() const { return sheet_.summary().to_text(); }
  bool all_pass() const { return sheet_.summary().all_pass(); }
  /// How many quantities were compared with `against` on `input`.
  int compared(const std::string& input, const std::string& against) const {
    int count = 0;
    for (const auto& q : sheet_.summary().quantities())
      count += q.input == input && matgrad::pages::plain(q.against) == against;
    return count;
  }

 private:
  TinyImages images_;
  std::ostringstream text_;
  matgrad::pages::Worksheet sheet_;
};
