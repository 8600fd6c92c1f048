#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace matgrad::pages {

/// The three colours of a picture, each of its shape.
struct Rgb {
  Eigen::MatrixXd red, green, blue;
};

/// A picture as a PNG file. Numbers are clipped to 0 (black) … 1 (full); those that are not finite become black.
/// Each entry is a square of `scale`×`scale` pixels. Throws Error for an empty picture, colours of different
/// shapes, or more than 32,768 pixels in a row or column.
std::vector<std::uint8_t> png_of_gray(const Eigen::Ref<const Eigen::MatrixXd>& gray, int scale = 1);
std::vector<std::uint8_t> png_of_rgb(const Rgb& picture, int scale = 1);

/// Bytes by 64 characters, as RFC 4648 says.
std::string base64(const std::vector<std::uint8_t>& bytes);

/// "data:image/png;base64,…", for an image inside of an HTML page.
std::string data_uri(const std::vector<std::uint8_t>& bytes, std::string_view type = "image/png");

}  // namespace matgrad::pages
