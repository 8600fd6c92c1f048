#pragma once

#include <string>
#include <vector>

namespace matgrad::tests {

/// What a program wrote, and its exit status (128 + the signal's number if one ended it).
struct ProgramRun {
  std::string output;
  std::string errors;
  int status = 0;
};

/// Runs a program without a shell: nothing in its arguments needs quotes. `input` is its standard input.
ProgramRun run_program(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& input = {});

/// A new folder, removed with all that is in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file into it and returns the file's path.
  std::string file(const std::string& name, const std::string& content) const;

 private:
  std::string path_;
};

}  // namespace matgrad::tests
