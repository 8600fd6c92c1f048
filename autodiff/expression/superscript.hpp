#pragma once

#include <string>

namespace matgrad {

/// An integer above the line in Unicode: "²", "⁻¹¹".
std::string superscript(long number);

}  // namespace matgrad
