#include "examples/support/image_batch.hpp"

#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include "support/tiny_images.hpp"

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("missing images are reported with advice") {
  try {
    read_image_batch("/nonexistent", 1, 10, 1);
    FAIL("nothing was thrown");
  } catch (const FileError& error) {
    const std::string text = error.what();
    CHECK(text.starts_with("cannot open /nonexistent/train-images-idx3-ubyte.gz: "));
    CHECK(text.find("dataset-fashion-mnist") != std::string::npos);
    CHECK(text.find("--data DIR") != std::string::npos);
  }
}

TEST_CASE("a batch holds different images of the wanted classes, the same for the same seed") {
  const TinyImages images(60);
  const ImageBatch batch = read_image_batch(images.path(), 42, 7, 5);
  CHECK(batch.images.rows() == 25);
  CHECK(batch.images.cols() == 42);
  CHECK(batch.images.minCoeff() >= 0);
  CHECK(batch.images.maxCoeff() <= 1);
  CHECK(batch.labels.maxCoeff() < 7);
  for (Eigen::Index i = 1; i < batch.images.cols(); ++i)
    for (Eigen::Index j = 0; j < i; ++j) CHECK(batch.images.col(i) != batch.images.col(j));
  CHECK(read_image_batch(images.path(), 42, 7, 5).images == batch.images);
  CHECK(read_image_batch(images.path(), 42, 7, 6).images != batch.images);
  CHECK_THROWS_AS(read_image_batch(images.path(), 43, 7, 5), Error);
}

TEST_CASE("a label outside the classes has no one-hot column") {
  CHECK(one_hot(Eigen::Vector2i(1, 0), 2) == (Eigen::MatrixXd(2, 2) << 0, 1, 1, 0).finished());
  CHECK_THROWS_AS(one_hot(Eigen::Vector2i(1, 2), 2), Error);
}
