#include "examples/support/image_batch.hpp"

#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include "examples/support/idx.hpp"

namespace matgrad::examples {
namespace {

/// The file, gzipped or not.
IdxData read_part(const std::string& folder, const std::string& name) {
  const std::filesystem::path plain = std::filesystem::path(folder) / name, packed = plain.string() + ".gz";
  try {
    return read_idx(std::filesystem::exists(plain) ? plain.string() : packed.string());
  } catch (FileError& error) {
    error.add_context(
        "the images come with Debian's package dataset-fashion-mnist: apt-get install "
        "dataset-fashion-mnist, or give their folder by --data DIR");
    throw;
  }
}

// The distributions of <random> differ between standard libraries; the generator does not.
double uniform(std::mt19937_64& generator) { return (static_cast<double>(generator() >> 11) + 0.5) * 0x1p-53; }

}  // namespace

ImageBatch read_image_batch(const std::string& folder, Eigen::Index count, int classes, std::uint64_t seed) {
  const IdxData images = read_part(folder, "train-images-idx3-ubyte");
  const IdxData labels = read_part(folder, "train-labels-idx1-ubyte");
  if (images.count != labels.count)
    throw Error(folder + " holds " + counted(images.count, "image") + " and " + counted(labels.count, "label"));

  std::vector<Eigen::Index> candidates;
  for (Eigen::Index i = 0; i < labels.samples.cols(); ++i)
    if (labels.samples(0, i) < classes) candidates.push_back(i);
  if (static_cast<Eigen::Index>(candidates.size()) < count)
    throw Error(folder + " holds only " + counted(candidates.size(), "image") + " with a label below " +
                std::to_string(classes) + ", of " + std::to_string(count) + " that are needed");

  std::mt19937_64 generator(seed);
  ImageBatch batch{Eigen::MatrixXd(images.samples.rows(), count), Eigen::VectorXi(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    const auto first = static_cast<std::size_t>(i);
    const double left = static_cast<double>(candidates.size() - first);
    std::swap(candidates[first], candidates[first + static_cast<std::size_t>(uniform(generator) * left)]);
    batch.images.col(i) = images.samples.col(candidates[first]).cast<double>() / 255.0;
    batch.labels(i) = labels.samples(0, candidates[first]);
  }
  return batch;
}

Eigen::MatrixXd one_hot(const Eigen::VectorXi& labels, int classes) {
  Eigen::MatrixXd result = Eigen::MatrixXd::Zero(classes, labels.size());
  for (Eigen::Index i = 0; i < labels.size(); ++i) {
    if (labels(i) < 0 || labels(i) >= classes) throw Error("a label is " + std::to_string(labels(i)));
    result(labels(i), i) = 1;
  }
  return result;
}

Eigen::MatrixXd random_matrix(Eigen::Index rows, Eigen::Index cols, double standard_deviation,
                              std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  Eigen::MatrixXd result(rows, cols);
  for (Eigen::Index i = 0; i < result.size(); ++i) {
    const double radius = std::sqrt(-2 * std::log(uniform(generator)));
    result(i) = standard_deviation * radius * std::cos(2 * std::numbers::pi * uniform(generator));
  }
  return result;
}

}  // namespace matgrad::examples
