#include "tiny_images.hpp"

#include <atomic>
#include <fstream>
#include <vector>

namespace {

using Bytes = std::vector<unsigned char>;

void write(const std::filesystem::path& file, const Bytes& bytes) {
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

TinyImages::TinyImages(int count) {
  static std::atomic<int> number = 0;
  const auto stamp = std::filesystem::file_time_type::clock::now().time_since_epoch().count();
  folder_ = std::filesystem::temp_directory_path() /
            ("matgrad-images-" + std::to_string(stamp) + "-" + std::to_string(number++));
  std::filesystem::create_directories(folder_);
  const auto size = static_cast<unsigned char>(count);
  Bytes images = {0, 0, 8, 3, 0, 0, 0, size, 0, 0, 0, 5, 0, 0, 0, 5}, labels = {0, 0, 8, 1, 0, 0, 0, size};
  unsigned state = 1;
  for (int i = 0; i < count; ++i) {
    labels.push_back(static_cast<unsigned char>(i % 10));
    for (int pixel = 0; pixel < 25; ++pixel) {
      state = state * 1664525u + 1013904223u;
      images.push_back(static_cast<unsigned char>(state >> 24));
    }
  }
  write(folder_ / "train-images-idx3-ubyte", images);
  write(folder_ / "train-labels-idx1-ubyte", labels);
}

TinyImages::~TinyImages() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

matgrad::examples::Options TinyImages::options() const {
  return {.image_folder = path(), .output_folder = (folder_ / "output").string(), .seed = 1, .most_images = 12};
}
