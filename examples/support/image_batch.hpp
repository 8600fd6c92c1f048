#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>

namespace matgrad::examples {

/// Where Debian's package dataset-fashion-mnist puts its files.
inline constexpr const char* default_image_folder = "/usr/share/datasets/fashion-mnist";

/// Some pictures of clothes: each column of `images` is one, its pixels from 0 to 1.
struct ImageBatch {
  Eigen::MatrixXd images;
  Eigen::VectorXi labels;
};

/// `count` different pictures chosen at random among the training images of the classes 0 … classes − 1.
/// Throws FileError where a file is missing (with advice how to get it) or damaged, Error if there are too few
/// pictures.
ImageBatch read_image_batch(const std::string& folder, Eigen::Index count, int classes, std::uint64_t seed);

/// One column for each label, 1 in that row and 0 elsewhere. Throws Error for a label outside 0 … classes − 1.
Eigen::MatrixXd one_hot(const Eigen::VectorXi& labels, int classes);

/// Independent normal numbers with mean 0, the same for the same seed on every machine.
Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index cols, double standard_deviation, std::uint64_t seed);

}  // namespace matgrad::examples
