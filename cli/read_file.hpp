#pragma once

#include <cstddef>
#include <string>

namespace matgrad::cli {

/// The bytes of a file, "-" being the standard input. Throws FileError if it cannot be read or has more than
/// `most` bytes.
std::string read_file(const std::string& path, std::size_t most = std::size_t{1} << 30);

}  // namespace matgrad::cli
