#pragma once

#include <sys/types.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

namespace matgrad::tests {

/// How a page is looked at.
struct View {
  std::string name;
  int width;
  int height;
  bool dark = false;
  bool paper = false;  // as it is printed on pages of this width
  bool kept = false;   // as screenshots
};

/// A Chromium without a window, told what to do through its DevTools protocol over two pipes. Throws
/// std::runtime_error where it does not start, does not answer within a minute or answers with an error.
class Browser {
 public:
  explicit Browser(const std::string& program);
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;
  ~Browser();

  /// Opens an address in a view, and waits until everything is loaded and the fonts are there.
  void open(const std::string& address, const View& view);
  /// Looks at what is open in another view.
  void look(const View& view);
  /// The value of a JavaScript expression in the page.
  nlohmann::json value_of(const std::string& expression);
  /// The whole page from top to bottom in parts, each the bytes of a PNG file.
  std::vector<std::string> screenshots();
  /// As it would be printed, as the bytes of a PDF file.
  std::string printed();
  /// What pages have asked for since the last call, save files and data inside of them.
  std::vector<std::string> foreign_requests();

 private:
  nlohmann::json call(const std::string& method, nlohmann::json parameters = nlohmann::json::object());
  nlohmann::json receive();
  void wait_for(const std::string& event);

  std::filesystem::path profile_;
  pid_t process_ = -1;
  int to_browser_ = -1;
  int from_browser_ = -1;
  int calls_ = 0;
  std::string session_;
  std::string unread_;
  std::multiset<std::string> events_;
  std::vector<std::string> requests_;
};

}  // namespace matgrad::tests
