#pragma once

#include <string>

namespace matgrad::tests {

/// JavaScript, run in a page by the check alone: what is wrong with the page as it is shown (texts), and how many
/// formulas, graphs and plots, and images it shows.
///   {"faults": ["…"], "formulas": 12, "drawings": 2, "images": 0, "links": ["problem-1.html"]}
std::string measuring_script();

}  // namespace matgrad::tests
