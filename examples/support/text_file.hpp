#pragma once

#include <string>

namespace matgrad::examples {

/// The bytes of a file. Throws FileError.
std::string read_file(const std::string& path);
/// Writes a file under a temporary name, which then replaces what was there. Throws FileError.
void write_file(const std::string& path, const std::string& bytes);

}  // namespace matgrad::examples
