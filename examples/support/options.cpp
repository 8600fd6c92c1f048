#include "examples/support/options.hpp"

#include <algorithm>

namespace matgrad::examples {

ImageBatch some_images(const Options& options, Eigen::Index count, int classes) {
  return read_image_batch(options.image_folder, std::min(count, options.most_images), classes, options.seed);
}

}  // namespace matgrad::examples
