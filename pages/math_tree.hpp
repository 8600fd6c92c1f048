#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matgrad::pages {

/// A piece of MathML as it was read: an element, or text where there is no name.
struct MathNode {
  std::string name;
  std::string attributes;  // as they stand, with a space before: ` form="prefix"`
  std::string text;        // escaped, as in HTML
  std::vector<MathNode> children;

  bool has(std::string_view attribute) const { return attributes.find(attribute) != std::string::npos; }
};

/// The elements and texts in well-formed MathML. Throws Error where it is not.
std::vector<MathNode> read_mathml(std::string_view mathml);

std::string to_mathml(const MathNode& node);
std::string to_mathml(const std::vector<MathNode>& nodes);

/// How wide the browser sets it, in em of the font around it: a careful estimate, rather too large.
double width_in_em(const MathNode& node);
double width_in_em(const std::vector<MathNode>& nodes);

/// The same for a word in escaped HTML.
double word_width_in_em(std::string_view word);

}  // namespace matgrad::pages
