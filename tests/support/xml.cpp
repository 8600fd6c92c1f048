#include "support/xml.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>
#include <vector>

namespace matgrad::tests {
namespace {

bool is_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':';
}

class XmlChecker {
 public:
  explicit XmlChecker(std::string_view text) : rest_(text) {}

  std::string fault() {
    do {
      const std::string found = rest_.starts_with("</")  ? closing()
                                : rest_.starts_with("<") ? opening()
                                : rest_.starts_with("&") ? entity()
                                                         : character();
      if (!found.empty()) return found + " at \"" + std::string(rest_.substr(0, 30)) + "\"";
    } while (!rest_.empty() && !open_.empty());
    if (!open_.empty()) return open_.back() + " is not closed";
    return rest_.empty() ? "" : "text after the end: " + std::string(rest_);
  }

 private:
  std::string name() {
    std::size_t length = 0;
    while (length < rest_.size() && is_name(rest_[length])) ++length;
    const std::string found(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return found;
  }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  std::string opening() {
    take("<");
    const std::string element = name();
    if (element.empty()) return "a tag without name";
    std::set<std::string> attributes;
    while (take(" ")) {
      const std::string attribute = name();
      if (attribute.empty() || !attributes.insert(attribute).second) return "a wrong attribute";
      if (!take("=\"")) return "an attribute without value";
      while (!rest_.empty() && rest_[0] != '"') {
        if (rest_[0] == '<') return "a < in an attribute";
        if (const std::string found = rest_[0] == '&' ? entity() : plain(); !found.empty()) return found;
      }
      if (!take("\"")) return "an open attribute";
    }
    if (take("/>")) return "";
    if (!take(">")) return "an open tag";
    open_.push_back(element);
    return "";
  }
  std::string closing() {
    take("</");
    const std::string element = name();
    if (open_.empty() || open_.back() != element) return "</" + element + "> closes nothing";
    open_.pop_back();
    return take(">") ? "" : "an open tag";
  }
  std::string entity() {
    for (const char* known : {"&amp;", "&lt;", "&gt;", "&quot;"})
      if (take(known)) return "";
    return "an unknown entity";
  }
  std::string character() { return open_.empty() ? "text outside of the element" : plain(); }
  std::string plain() {
    if (static_cast<unsigned char>(rest_[0]) < 0x20 && rest_[0] != '\n') return "a control character";
    rest_.remove_prefix(1);
    return "";
  }

  std::string_view rest_;
  std::vector<std::string> open_;
};

}  // namespace

std::string xml_fault(std::string_view text) { return XmlChecker(text).fault(); }

std::string xml_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    if (text[0] == '<') {
      text.remove_prefix(std::min(text.find('>'), text.size() - 1) + 1);
      continue;
    }
    bool entity = false;
    for (const auto& [code, sign] :
         {std::pair<std::string_view, char>{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}})
      if (!entity && text.starts_with(code)) {
        result += sign;
        text.remove_prefix(code.size());
        entity = true;
      }
    if (entity) continue;
    result += text[0];
    text.remove_prefix(1);
  }
  return result;
}

}  // namespace matgrad::tests
