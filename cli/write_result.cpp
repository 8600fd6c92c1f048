#include "cli/write_result.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ostream>

#include <matgrad/autodiff/expression/error.hpp>

#include "pages/text_file.hpp"

namespace matgrad::cli {
namespace {

[[noreturn]] void fail(const std::string& name, int error) {
  throw FileError("cannot write " + name + ": " + std::strerror(error));
}

}  // namespace

void write_result(const std::string& text, const std::string& file) {
  // A device or pipe is written to, not replaced.
  std::error_code ignored;
  const auto kind = std::filesystem::status(file, ignored).type();
  using std::filesystem::file_type;
  if (!file.empty() && (kind == file_type::not_found || kind == file_type::regular))
    return pages::write_file(file, text);
  const int descriptor = file.empty() ? STDOUT_FILENO : open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail(file, errno);
  const int error = pages::write_all(descriptor, text);
  if (!file.empty()) close(descriptor);
  if (error != 0 && error != EPIPE) fail(file.empty() ? "the standard output" : file, error);
}

void finish_output(std::ostream& out) {
  out.flush();
  if (!out) throw FileError("cannot write the standard output");
}

}  // namespace matgrad::cli
