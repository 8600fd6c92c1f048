#include "pages/png.hpp"

#include <fmt/core.h>
#include <stb/stb_image_write.h>

#include <algorithm>
#include <array>
#include <cmath>

#include <matgrad/autodiff/expression/error.hpp>

namespace matgrad::pages {
namespace {

constexpr Eigen::Index most_pixels = 32768;

std::uint8_t byte_of(double value) {
  if (!std::isfinite(value)) return 0;
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(value, 0.0, 1.0)));
}

void append(void* bytes, void* data, int size) {
  const auto* begin = static_cast<const std::uint8_t*>(data);
  static_cast<std::vector<std::uint8_t>*>(bytes)->insert(static_cast<std::vector<std::uint8_t>*>(bytes)->end(),
                                                         begin, begin + size);
}

template <std::size_t channels>
using Channels = std::array<Eigen::Ref<const Eigen::MatrixXd>, channels>;

template <std::size_t channels>
std::vector<std::uint8_t> png_of(const Channels<channels>& picture, int scale) {
  const Eigen::Index rows = picture[0].rows(), cols = picture[0].cols();
  if (rows == 0 || cols == 0 || scale < 1) throw Error("png: there is nothing to draw");
  for (const auto& channel : picture)
    if (channel.rows() != rows || channel.cols() != cols) throw Error("png: the colours have different shapes");
  if (std::max(rows, cols) > most_pixels / scale)
    throw Error(fmt::format("png: {}×{} entries of {} pixels are too many", rows, cols, scale));
  const Eigen::Index height = rows * scale, width = cols * scale;
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(height * width) * channels);
  for (Eigen::Index i = 0; i < height; ++i)
    for (Eigen::Index j = 0; j < width; ++j)
      for (const auto& channel : picture) pixels.push_back(byte_of(channel(i / scale, j / scale)));
  std::vector<std::uint8_t> png;
  if (stbi_write_png_to_func(append, &png, static_cast<int>(width), static_cast<int>(height), channels,
                             pixels.data(), static_cast<int>(width * channels)) == 0)
    throw Error("png: the picture could not be compressed");
  return png;
}

}  // namespace

std::vector<std::uint8_t> png_of_gray(const Eigen::Ref<const Eigen::MatrixXd>& gray, int scale) {
  return png_of(Channels<1>{gray}, scale);
}

std::vector<std::uint8_t> png_of_rgb(const Rgb& picture, int scale) {
  return png_of(Channels<3>{picture.red, picture.green, picture.blue}, scale);
}

std::string base64(const std::vector<std::uint8_t>& bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? bytes[i + k] : 0u);
    for (std::size_t k = 0; k < 4; ++k) text += k <= count ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return text;
}

std::string data_uri(const std::vector<std::uint8_t>& bytes, std::string_view type) {
  return "data:" + std::string(type) + ";base64," + base64(bytes);
}

}  // namespace matgrad::pages
