#pragma once

#include <iosfwd>
#include <string>

namespace matgrad::cli {

/// Writes a text to the standard output, or to a file (whole or not at all, also on Ctrl-C). Throws FileError
/// where that fails; a reader that has gone away (`| head`) is no failure.
void write_result(const std::string& text, const std::string& file);

/// Writes out what a stream still holds. Throws FileError where not all that went into it could be written.
void finish_output(std::ostream& out);

}  // namespace matgrad::cli
