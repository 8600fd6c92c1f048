#pragma once

#include <string>
#include <string_view>

namespace matgrad::tests {

/// What is wrong with XML text (one element with all that is in it), or nothing: elements closed in order,
/// attributes quoted and not repeated, only known entities, no bare & or <.
std::string xml_fault(std::string_view text);

/// The text without tags, entities as characters.
std::string xml_text(std::string_view text);

}  // namespace matgrad::tests
