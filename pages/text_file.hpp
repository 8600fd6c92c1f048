#pragma once

#include <string>
#include <string_view>

namespace matgrad::pages {

/// The bytes of a file. Throws FileError.
std::string read_file(const std::string& path);
/// Writes a file under a temporary name, which then replaces what was there: whole or not at all, also on Ctrl-C.
/// Throws FileError.
void write_file(const std::string& path, const std::string& bytes);

/// Writes all bytes to an open file. Returns an error number, 0 for success.
int write_all(int descriptor, std::string_view bytes);

}  // namespace matgrad::pages
