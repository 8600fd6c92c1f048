#include "examples/support/idx.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <memory>
#include <system_error>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad::examples {
namespace {

/// A gzipped or plain file, read from front to back; offsets count decompressed bytes.
class Input {
 public:
  explicit Input(const std::string& path) : path_(path), file_(gzopen(path.c_str(), "rb"), &gzclose) {
    if (!file_) throw FileError("cannot open " + path_ + ": " + std::generic_category().message(errno));
  }

  /// Reads up to `size` bytes, fewer only at the end of the file.
  std::size_t read(unsigned char* target, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const auto part = static_cast<unsigned>(std::min<std::size_t>(size - done, 1u << 20));
      const int got = gzread(file_.get(), target + done, part);
      if (got < 0) fail("gzip data", error_text());
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
      offset_ += static_cast<std::size_t>(got);
    }
    int status = Z_OK;
    gzerror(file_.get(), &status);
    if (done < size && status == Z_BUF_ERROR) fail("the rest of the gzip data", "end of file");
    return done;
  }

  void read_all(unsigned char* target, std::size_t size, const std::string& what) {
    if (read(target, size) < size) fail(what, "end of file");
  }

  [[noreturn]] void fail(const std::string& expected, const std::string& found) const {
    throw FileError(path_, offset_, expected, found);
  }

 private:
  std::string error_text() {
    int status = Z_OK;
    return gzerror(file_.get(), &status);
  }

  std::string path_;
  std::unique_ptr<gzFile_s, int (*)(gzFile)> file_;
  std::size_t offset_ = 0;
};

std::size_t read_dimension(Input& input) {
  std::array<unsigned char, 4> bytes{};
  input.read_all(bytes.data(), bytes.size(), "a dimension of 4 bytes");
  std::size_t value = 0;
  for (const unsigned char byte : bytes) value = value << 8 | byte;
  return value;
}

/// The number of dimensions, from the magic number 0, 0, 8 (unsigned byte), dimensions.
std::size_t read_magic(Input& input) {
  std::array<unsigned char, 4> magic{};
  input.read_all(magic.data(), magic.size(), "the magic number of an IDX file");
  const std::size_t dimensions = magic[3];
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != 8 || (dimensions != 1 && dimensions != 3)) {
    std::string found;
    for (const unsigned char byte : magic) found += std::to_string(byte) + " ";
    input.fail("the magic number 0 0 8 1 (labels) or 0 0 8 3 (images)", found + "(an IDX file of another kind?)");
  }
  return dimensions;
}

/// The product of the dimensions; refuses one that overflows an Eigen index.
std::size_t total_size(const Input& input, std::size_t rows, std::size_t cols, std::size_t count) {
  constexpr auto limit = static_cast<std::size_t>(std::numeric_limits<Eigen::Index>::max());
  const std::size_t pixels = rows * cols;  // both below 2³², so no overflow
  if (pixels == 0 || count == 0) return 0;
  if (pixels > limit / count) {
    input.fail("dimensions that fit in memory",
               std::to_string(count) + " × " + std::to_string(rows) + " × " + std::to_string(cols));
  }
  return pixels * count;
}

/// Reads exactly `size` bytes up to the end of the file. Grows with what arrives, so that a header which
/// promises terabytes costs no more memory than the file holds.
std::vector<unsigned char> read_body(Input& input, std::size_t size) {
  std::vector<unsigned char> body;
  while (body.size() < size) {
    const std::size_t begin = body.size(), part = std::min(size - begin, std::max<std::size_t>(begin, 1u << 20));
    body.resize(begin + part);
    input.read_all(body.data() + begin, part, counted(size, "byte") + " of samples");
  }
  unsigned char extra = 0;
  if (input.read(&extra, 1) != 0) input.fail("the end of the file", "more bytes");
  return body;
}

}  // namespace

IdxData read_idx(const std::string& path) {
  static_assert(sizeof(std::size_t) >= 8, "the product of two dimensions must fit");
  Input input(path);
  const std::size_t dimensions = read_magic(input);
  IdxData data;
  data.count = read_dimension(input);
  if (dimensions == 3) {
    data.rows = read_dimension(input);
    data.cols = read_dimension(input);
  }
  const std::vector<unsigned char> body = read_body(input, total_size(input, data.rows, data.cols, data.count));
  const auto pixels = static_cast<Eigen::Index>(data.rows * data.cols);
  const auto count = static_cast<Eigen::Index>(data.count);
  using Bytes = Eigen::Matrix<unsigned char, Eigen::Dynamic, Eigen::Dynamic>;
  data.samples = Eigen::Map<const Bytes>(body.data(), pixels, count);
  return data;
}

}  // namespace matgrad::examples
