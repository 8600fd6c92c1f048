#include "pages/run_program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <thread>

extern char** environ;

namespace matgrad::pages {
namespace {

/// A nameless file; unlike pipes, three of them cannot block each other.
class Channel {
 public:
  Channel() : file_(std::tmpfile()) {
    if (file_ != nullptr) fcntl(descriptor(), F_SETFD, FD_CLOEXEC);
  }
  bool is_open() const { return file_ != nullptr; }
  int descriptor() const { return fileno(file_.get()); }

  bool fill(const std::string& text) {
    const bool written = std::fwrite(text.data(), 1, text.size(), file_.get()) == text.size();
    return written && std::fflush(file_.get()) == 0 && lseek(descriptor(), 0, SEEK_SET) == 0;
  }
  std::string text() {
    std::string text;
    char buffer[1 << 14];
    std::rewind(file_.get());
    for (std::size_t size; (size = std::fread(buffer, 1, sizeof buffer, file_.get())) > 0;)
      text.append(buffer, size);
    return text;
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

/// Starts a program; returns an error number or 0.
int start(const std::vector<std::string>& words, const Channel& in, const Channel& out, const Channel& err,
          pid_t& child) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.descriptor(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.descriptor(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.descriptor(), STDERR_FILENO);
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

/// Waits for a program, and kills it when the time is over. Returns an error number or 0.
int wait_for(pid_t child, double seconds, int& status, bool& killed) {
  using Clock = std::chrono::steady_clock;
  const auto begin = Clock::now();
  const std::chrono::duration<double> limit(seconds);
  std::chrono::duration<double> pause(0.001);
  for (;;) {
    const pid_t ended = waitpid(child, &status, killed ? 0 : WNOHANG);
    if (ended == child) return 0;
    if (ended < 0 && errno != EINTR) return errno;
    if (killed) continue;
    if (Clock::now() - begin > limit) {
      kill(child, SIGKILL);
      killed = true;
      continue;
    }
    std::this_thread::sleep_for(pause);
    pause = std::min(2 * pause, std::chrono::duration<double>(0.02));
  }
}

ProgramResult not_started(const std::string& program, int error) {
  const bool missing = error == ENOENT;
  return {missing ? ProgramResult::End::not_installed : ProgramResult::End::not_started, 0, "",
          "cannot run " + program + ": " + std::strerror(error)};
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& words, const std::string& input, double seconds) {
  if (words.empty()) return not_started("a program without name", EINVAL);
  Channel in, out, err;
  if (!in.is_open() || !out.is_open() || !err.is_open() || !in.fill(input)) return not_started(words[0], errno);
  pid_t child = 0;
  if (const int error = start(words, in, out, err, child)) return not_started(words[0], error);
  int status = 0;
  bool killed = false;
  if (const int error = wait_for(child, seconds, status, killed)) return not_started(words[0], error);
  ProgramResult result;
  result.output = out.text();
  result.errors = err.text();
  if (killed) {
    result.end = ProgramResult::End::timed_out;
    return result;
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  // Where a program is missing, an older posix_spawn tells it by this status.
  if (result.status == 127) result.end = ProgramResult::End::not_installed;
  return result;
}

}  // namespace matgrad::pages
