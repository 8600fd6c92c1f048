#pragma once

#include <string>

namespace matgrad::cli {

/// Throws Error if so many numbers do not fit into the memory of this machine; `what` they are begins the message.
void require_memory(double numbers, const std::string& what);

}  // namespace matgrad::cli
