#pragma once

#include <optional>
#include <string_view>

namespace matgrad::pages {

/// The value of an attribute in the text of a tag of SVG or HTML: 3 of y in `<text x="1" y="3">`.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view name);

}  // namespace matgrad::pages
