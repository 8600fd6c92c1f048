#pragma once

#include <Eigen/Core>

#include <cstddef>
#include <string>

namespace matgrad::examples {

/// The content of an IDX file of unsigned bytes, the format of the MNIST family: each sample is one column
/// of rows·cols entries in file order (the picture's rows one after the other). Labels are 1×1 samples.
struct IdxData {
  std::size_t rows = 1;
  std::size_t cols = 1;
  std::size_t count = 0;
  Eigen::Matrix<unsigned char, Eigen::Dynamic, Eigen::Dynamic> samples;
};

/// Reads images (three dimensions) or labels (one), gzipped or plain.
/// Throws FileError for a missing, truncated, damaged or overlong file and for dimensions that no file
/// of its size can hold; memory is taken only as the data arrive.
IdxData read_idx(const std::string& path);

/// The samples as numbers from 0 to 1.
template <class Scalar>
Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic> unit_range(const IdxData& data) {
  return data.samples.cast<Scalar>() / Scalar(255);
}

}  // namespace matgrad::examples
