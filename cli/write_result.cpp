#include "cli/write_result.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {
namespace {

/// Keeps Ctrl-C and the like waiting while a file is written.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
    sigprocmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// Returns an error number, 0 for success.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t size = write(descriptor, text.data(), text.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(size));
  }
  return 0;
}

[[noreturn]] void fail(const std::string& name, int error) {
  throw FileError(name + ": cannot be written: " + std::strerror(error));
}

void write_file(const std::string& text, const std::string& file) {
  const SignalsHeld held;
  std::string temporary = file + ".XXXXXX";
  const int descriptor = mkstemp(temporary.data());
  if (descriptor < 0) fail(file, errno);
  int error = write_all(descriptor, text);
  const mode_t mask = umask(0);
  umask(mask);
  if (error == 0 && fchmod(descriptor, 0666 & ~mask) != 0) error = errno;
  if (error == 0 && fsync(descriptor) != 0) error = errno;
  if (close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && std::rename(temporary.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return;
  unlink(temporary.c_str());
  fail(file, error);
}

}  // namespace

void write_result(const std::string& text, const std::string& file) {
  // A device or pipe is written to, not replaced.
  std::error_code ignored;
  const auto kind = std::filesystem::status(file, ignored).type();
  using std::filesystem::file_type;
  if (!file.empty() && (kind == file_type::not_found || kind == file_type::regular)) return write_file(text, file);
  const int descriptor = file.empty() ? STDOUT_FILENO : open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) fail(file, errno);
  const int error = write_all(descriptor, text);
  if (!file.empty()) close(descriptor);
  if (error != 0 && error != EPIPE) fail(file.empty() ? "standard output" : file, error);
}

}  // namespace matgrad::cli
