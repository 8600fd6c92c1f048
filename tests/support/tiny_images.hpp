#pragma once

#include <filesystem>
#include <string>

#include "examples/support/options.hpp"

/// A folder of its own with small IDX files in the names of Fashion-MNIST: 5×5 pixels, the labels 0 … 9 in turn.
/// It is removed at the end.
class TinyImages {
 public:
  explicit TinyImages(int count = 60);
  TinyImages(const TinyImages&) = delete;
  TinyImages& operator=(const TinyImages&) = delete;
  ~TinyImages();

  std::string path() const { return folder_.string(); }
  /// Options that read these images, few at a time, and write beside them.
  matgrad::examples::Options options() const;

 private:
  std::filesystem::path folder_;
};
