#include "pages/text_file.hpp"

#include <fcntl.h>
#include <signal.h>
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

namespace matgrad::pages {
namespace {

[[noreturn]] void fail_on(const std::string& what, const std::string& path) {
  throw FileError("cannot " + what + " " + path + ": " + std::generic_category().message(errno));
}

/// Keeps Ctrl-C and the like waiting while a file is written, lest its temporary name stays behind.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t held;
    sigemptyset(&held);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&held, signal);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  ~SignalsHeld() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_;
};

/// Gives a file the rights that new files get; mkstemp gives it fewer.
bool open_to_others(int file) {
  const mode_t mask = umask(0);
  umask(mask);
  return fchmod(file, 0666 & ~mask) == 0;
}

}  // namespace

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail_on("open", path);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) fail_on("read", path);
  return bytes;
}

void write_file(const std::string& path, const std::string& bytes) {
  const SignalsHeld held;
  std::string temporary = path + ".XXXXXX";
  const int file = mkstemp(temporary.data());
  if (file < 0) fail_on("write", path);
  int reason = write_all(file, bytes);
  if (reason == 0 && (!open_to_others(file) || fsync(file) != 0)) reason = errno;
  if (close(file) != 0 && reason == 0) reason = errno;
  if (reason == 0 && std::rename(temporary.c_str(), path.c_str()) == 0) return;
  if (reason == 0) reason = errno;
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);
  errno = reason;
  fail_on("write", path);
}

int write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::write(descriptor, bytes.data(), bytes.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return 0;
}

}  // namespace matgrad::pages
