#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "matgrad/autodiff/show/graph_picture.hpp"

extern char** environ;

namespace matgrad {
namespace {

/// A new empty file beside another, removed at the end unless it was renamed.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& beside) : path_(beside + ".XXXXXX") {
    const int file = mkstemp(path_.data());
    if (file < 0)
      path_.clear();
    else
      close(file);
  }
  ~TemporaryFile() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool exists() const { return !path_.empty(); }
  const std::string& path() const { return path_; }

  bool rename_to(const std::string& target) {
    const int file = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    // mkstemp makes private files; a picture is as readable as any other.
    std::error_code error;
    using std::filesystem::perms;
    std::filesystem::permissions(
        path_, perms::owner_read | perms::owner_write | perms::group_read | perms::others_read, error);
    if (!synced || std::rename(path_.c_str(), target.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

 private:
  std::string path_;
};

/// Runs a program without a shell, silently. Returns an error number, 0 with the exit status in `status`.
int run(const std::vector<std::string>& words, int& status) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return error;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return errno;
  return 0;
}

}  // namespace

PictureResult write_svg(const std::string& dot_text, const std::string& svg_path) {
  // An absolute path cannot be taken for an option.
  const std::string target = std::filesystem::absolute(svg_path).string();
  TemporaryFile source(target), picture(target);
  if (!source.exists() || !picture.exists())
    return {false, "cannot write beside " + target + ": " + std::strerror(errno)};
  if (!(std::ofstream(source.path(), std::ios::binary) << dot_text << std::flush))
    return {false, "cannot write " + source.path()};
  int status = 0;
  const int error = run({"dot", "-Tsvg", "-o", picture.path(), source.path()}, status);
  if (error == ENOENT || (error == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127))
    return {false, "no picture drawn: the program dot is not there; install Graphviz (package graphviz)"};
  if (error != 0) return {false, std::string("cannot run dot: ") + std::strerror(error)};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return {false, "dot could not draw this text"};
  if (!picture.rename_to(target)) return {false, "cannot write " + target + ": " + std::strerror(errno)};
  return {true, {}};
}

}  // namespace matgrad
