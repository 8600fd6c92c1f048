#pragma once

#include <set>
#include <string>

namespace matgrad::tests {

/// The names of the functions that make expressions, as the headers of the operations declare them.
std::set<std::string> declared_operations();

}  // namespace matgrad::tests
