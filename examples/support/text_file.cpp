#include "examples/support/text_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::examples {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& path) {
  throw FileError("cannot " + what + " " + path + ": " + std::generic_category().message(errno));
}

/// Writes all of it, and the file's name is then safe to use.
bool write_all(int file, const std::string& bytes) {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t part = write(file, bytes.data() + done, bytes.size() - done);
    if (part < 0 && errno != EINTR) return false;
    if (part > 0) done += static_cast<std::size_t>(part);
  }
  return fsync(file) == 0 && fchmod(file, 0644) == 0;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("open", path);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) fail("read", path);
  return bytes;
}

void write_file(const std::string& path, const std::string& bytes) {
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) fail("write beside", path);
  const bool written = write_all(file, bytes);
  const int error = errno;
  close(file);
  if (written && std::rename(temporary.c_str(), path.c_str()) == 0) return;
  if (!written) errno = error;
  const int reason = errno;
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  errno = reason;
  fail("write", path);
}

}  // namespace matgrad::examples
