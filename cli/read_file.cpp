#include "cli/read_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::cli {

std::string read_file(const std::string& path, std::size_t most) {
  struct Close {
    void operator()(FILE* file) const {
      if (file != stdin) std::fclose(file);
    }
  };
  errno = 0;
  const std::unique_ptr<FILE, Close> file(path == "-" ? stdin : std::fopen(path.c_str(), "rb"));
  if (file == nullptr) throw FileError(path + ": cannot be opened: " + std::strerror(errno));
  std::string bytes;
  char buffer[1 << 16];
  for (std::size_t size; (size = std::fread(buffer, 1, sizeof buffer, file.get())) > 0;) {
    bytes.append(buffer, size);
    if (bytes.size() > most) throw FileError(path, most, "the end of the file", "more bytes than are read");
  }
  if (std::ferror(file.get()) != 0) throw FileError(path + ": cannot be read: " + std::strerror(errno));
  return bytes;
}

}  // namespace matgrad::cli
