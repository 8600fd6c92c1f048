#pragma once

#include <cstdint>
#include <string>

#include "examples/support/image_batch.hpp"
#include "pages/worksheet.hpp"

namespace matgrad::examples {

/// How the problems are worked.
struct Options {
  std::string image_folder = default_image_folder;
  /// Where the graphs go, as .dot and .svg files.
  std::string output_folder = "build/worked_problems";
  /// Of the choice of images and of random starting points.
  std::uint64_t seed = 1;
  /// At most so many images in a check.
  Eigen::Index most_images = 1000;

  /// Those of the worksheet that is filled with them.
  pages::WorksheetOptions worksheet() const { return {output_folder, seed, {{"Images", image_folder}}}; }
};

/// `count` images, or fewer if the options say so, of the first classes.
ImageBatch some_images(const Options& options, Eigen::Index count, int classes = 10);

}  // namespace matgrad::examples
