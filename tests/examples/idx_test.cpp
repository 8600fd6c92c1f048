#include "examples/support/idx.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"

namespace {

using Bytes = std::vector<unsigned char>;
using matgrad::FileError;
using matgrad::examples::IdxData;
using matgrad::examples::read_idx;

/// A file in a folder of its own, removed with it.
class TemporaryFile {
 public:
  TemporaryFile() {
    static std::atomic<int> number = 0;
    const auto stamp = std::filesystem::file_time_type::clock::now().time_since_epoch().count();
    folder_ = std::filesystem::temp_directory_path() /
              ("matgrad-idx-" + std::to_string(stamp) + "-" + std::to_string(number++));
    std::filesystem::create_directories(folder_);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string path() const { return (folder_ / "samples").string(); }
  void write_plain(const Bytes& bytes) const {
    std::ofstream out(path(), std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  void write_gzip(const Bytes& bytes) const {
    gzFile out = gzopen(path().c_str(), "wb");
    REQUIRE(out != nullptr);
    CHECK(gzwrite(out, bytes.data(), static_cast<unsigned>(bytes.size())) == static_cast<int>(bytes.size()));
    gzclose(out);
  }

 private:
  std::filesystem::path folder_;
};

// Two images of 2×3.
const Bytes images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 0, 1, 2, 3, 4, 5, 255, 10, 20, 30, 40, 51};
const Bytes labels = {0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9};

Bytes with(Bytes bytes, std::size_t position, const Bytes& replacement) {
  std::copy(replacement.begin(), replacement.end(), bytes.begin() + static_cast<std::ptrdiff_t>(position));
  return bytes;
}

/// The text of the FileError that reading `bytes` throws, "" if it throws none.
std::string error_of(const Bytes& bytes) {
  TemporaryFile file;
  file.write_plain(bytes);
  try {
    read_idx(file.path());
  } catch (const FileError& error) {
    const std::string text = error.what();
    CHECK(text.find(file.path()) == 0);
    return text.substr(file.path().size());
  }
  return "";
}

void check_images(const IdxData& data) {
  CHECK(data.rows == 2);
  CHECK(data.cols == 3);
  CHECK(data.count == 2);
  REQUIRE(data.samples.rows() == 6);
  REQUIRE(data.samples.cols() == 2);
  CHECK(int{data.samples(4, 0)} == 4);
  CHECK(int{data.samples(0, 1)} == 255);
  const Eigen::MatrixXd unit = matgrad::examples::unit_range<double>(data);
  CHECK(unit(0, 1) == 1.0);
  CHECK(unit(5, 1) == 0.2);
  CHECK(matgrad::examples::unit_range<float>(data)(5, 1) == 0.2f);
}

TEST_CASE("an IDX file of images is read, gzipped or plain") {
  TemporaryFile file;
  file.write_gzip(images);
  check_images(read_idx(file.path()));
  file.write_plain(images);
  check_images(read_idx(file.path()));
}

TEST_CASE("an IDX file of labels is a row of 1×1 samples") {
  TemporaryFile file;
  file.write_gzip(labels);
  const IdxData data = read_idx(file.path());
  CHECK(data.count == 3);
  REQUIRE(data.samples.rows() == 1);
  CHECK(int{data.samples(0, 2)} == 9);
}

TEST_CASE("no samples are no error") {
  CHECK(error_of({0, 0, 8, 1, 0, 0, 0, 0}) == "");
  CHECK(error_of({0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28}) == "");
}

TEST_CASE("a damaged IDX file is refused") {
  CHECK(error_of({}) == ", byte 0: expected the magic number of an IDX file, found end of file");
  CHECK(error_of({0, 0, 8, 3, 0, 0}) == ", byte 6: expected a dimension of 4 bytes, found end of file");
  CHECK(error_of({images.begin(), images.end() - 1}) ==
        ", byte 27: expected 12 bytes of samples, found end of file");
  Bytes longer = images;
  longer.push_back(0);
  CHECK(error_of(longer) == ", byte 29: expected the end of the file, found more bytes");
}

TEST_CASE("another kind of file is refused") {
  CHECK(error_of(with(images, 2, {9})).find("found 0 0 9 3") != std::string::npos);
  CHECK(error_of(with(images, 3, {2})).find("found 0 0 8 2") != std::string::npos);
  CHECK(error_of({'P', 'N', 'G', '\n', 1, 2, 3}).find("found 80 78 71 10") != std::string::npos);
}

TEST_CASE("dimensions larger than the file are refused before memory is taken") {
  const Bytes huge = with(images, 4, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
  CHECK(error_of(huge).find("expected dimensions that fit in memory") != std::string::npos);
  const Bytes terabytes = with(images, 4, {0, 0xff, 0xff, 0xff, 0, 0, 0x10, 0, 0, 0, 0x10, 0});
  CHECK(error_of(terabytes).find("bytes of samples, found end of file") != std::string::npos);
}

TEST_CASE("a truncated or corrupt gzip stream is refused") {
  TemporaryFile file;
  Bytes large = {0, 0, 8, 1, 0, 0, 0x40, 0};
  for (unsigned i = 0; i < 0x4000; ++i) large.push_back(static_cast<unsigned char>(i * i >> 3));
  file.write_gzip(large);
  CHECK(read_idx(file.path()).count == 0x4000);
  std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) / 2);
  CHECK_THROWS_AS(read_idx(file.path()), FileError);

  file.write_gzip(large);
  std::fstream damage(file.path(), std::ios::in | std::ios::out | std::ios::binary);
  damage.seekp(static_cast<std::streamoff>(std::filesystem::file_size(file.path()) / 2));
  damage.write("\xff\x00\xff\x00\xff\x00", 6);
  damage.close();
  CHECK_THROWS_AS(read_idx(file.path()), FileError);

  file.write_gzip(labels);
  std::filesystem::resize_file(file.path(), std::filesystem::file_size(file.path()) - 4);
  CHECK_THROWS_AS(read_idx(file.path()), FileError);
}

TEST_CASE("a missing file is named") {
  CHECK_THROWS_WITH_AS(read_idx("/nowhere/labels"), "cannot open /nowhere/labels: No such file or directory",
                       FileError);
}

}  // namespace
