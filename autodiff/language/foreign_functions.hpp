#pragma once

#include <string>
#include <string_view>

namespace matgrad {

/// What to write for a function that other languages and papers have under this name: "write relu(x)" for ReLU,
/// also where only capitals differ. Empty for a name that says nothing.
std::string foreign_function_hint(std::string_view name);

}  // namespace matgrad
