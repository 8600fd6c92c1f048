#include "pages/markup.hpp"

#include <cctype>

namespace matgrad::pages {

std::optional<std::string_view> attribute(std::string_view tag, std::string_view name) {
  for (std::size_t at = tag.find(name); at != std::string_view::npos; at = tag.find(name, at + 1)) {
    const std::size_t quote = at + name.size() + 1;
    if (at == 0 || !std::isspace(static_cast<unsigned char>(tag[at - 1])) || quote >= tag.size()) continue;
    if (tag[quote - 1] != '=' || (tag[quote] != '"' && tag[quote] != '\'')) continue;
    const std::size_t end = tag.find(tag[quote], quote + 1);
    if (end != std::string_view::npos) return tag.substr(quote + 1, end - quote - 1);
  }
  return std::nullopt;
}

}  // namespace matgrad::pages
