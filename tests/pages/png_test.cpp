#include "pages/png.hpp"

#include <doctest/doctest.h>
#include <stb/stb_image.h>

#include <cmath>
#include <limits>
#include <memory>

#include <matgrad/autodiff/expression/error.hpp>

using namespace matgrad::pages;

namespace {

struct Pixels {
  int width = 0, height = 0, channels = 0;
  std::vector<std::uint8_t> bytes;
};

Pixels decoded(const std::vector<std::uint8_t>& png) {
  Pixels pixels;
  const std::unique_ptr<stbi_uc, void (*)(void*)> data(
      stbi_load_from_memory(png.data(), static_cast<int>(png.size()), &pixels.width, &pixels.height,
                            &pixels.channels, 0),
      stbi_image_free);
  REQUIRE(data != nullptr);
  pixels.bytes.assign(data.get(), data.get() + pixels.width * pixels.height * pixels.channels);
  return pixels;
}

}  // namespace

TEST_CASE("a gray picture, row by row") {
  Eigen::MatrixXd gray(2, 3);
  gray << 0, 0.5, 1, 2, -1, std::numeric_limits<double>::quiet_NaN();
  const Pixels pixels = decoded(png_of_gray(gray));
  CHECK(pixels.width == 3);
  CHECK(pixels.height == 2);
  CHECK(pixels.channels == 1);
  CHECK(pixels.bytes == std::vector<std::uint8_t>{0, 128, 255, 255, 0, 0});
}

TEST_CASE("a coloured picture, enlarged") {
  const Rgb picture{Eigen::RowVector2d(1, 0), Eigen::RowVector2d(0, 1), Eigen::RowVector2d(0, 0.2)};
  const Pixels pixels = decoded(png_of_rgb(picture, 2));
  CHECK(pixels.width == 4);
  CHECK(pixels.height == 2);
  CHECK(pixels.channels == 3);
  const std::vector<std::uint8_t> row{255, 0, 0, 255, 0, 0, 0, 255, 51, 0, 255, 51};
  std::vector<std::uint8_t> both = row;
  both.insert(both.end(), row.begin(), row.end());
  CHECK(pixels.bytes == both);
}

TEST_CASE("pictures that are none") {
  CHECK_THROWS_AS((void)png_of_gray(Eigen::MatrixXd(0, 3)), matgrad::Error);
  CHECK_THROWS_AS((void)png_of_gray(Eigen::MatrixXd::Zero(1, 1), 0), matgrad::Error);
  CHECK_THROWS_AS((void)png_of_gray(Eigen::MatrixXd::Zero(1, 40000)), matgrad::Error);
  CHECK_THROWS_AS((void)png_of_gray(Eigen::MatrixXd::Zero(200, 200), 1000), matgrad::Error);
  CHECK_THROWS_AS(
      (void)png_of_rgb({Eigen::MatrixXd::Zero(1, 2), Eigen::MatrixXd::Zero(2, 1), Eigen::MatrixXd::Zero(1, 2)}),
      matgrad::Error);
}

TEST_CASE("base64 as RFC 4648 gives it") {
  const auto text = [](std::string_view word) { return base64({word.begin(), word.end()}); };
  CHECK(text("") == "");
  CHECK(text("f") == "Zg==");
  CHECK(text("fo") == "Zm8=");
  CHECK(text("foo") == "Zm9v");
  CHECK(text("foobar") == "Zm9vYmFy");
  CHECK(base64({0xff, 0xfe, 0xfd}) == "//79");
  CHECK(data_uri({0xff}) == "data:image/png;base64,/w==");
}
