#pragma once

#include <string_view>

/// The colours of pictures on light ground. In SVG a style sheet replaces them on dark ground.
namespace matgrad::picture_colours {

inline constexpr std::string_view input = "#dbe9f8";
inline constexpr std::string_view parameter = "#d8edd8";
inline constexpr std::string_view root = "#ffe6bf";
inline constexpr std::string_view constant = "#ececec";
inline constexpr std::string_view adjoint = "#b3261e";
inline constexpr std::string_view value = "#0b6b5f";
inline constexpr std::string_view muted = "#6b7280";
inline constexpr std::string_view grid = "#d4d7dc";
/// Lines and points of plots, told apart by people who see fewer colours too.
/// Source: Wong (2011), Points of view: Color blindness.
inline constexpr std::string_view series[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#4d4d4d"};

struct Replacement {
  std::string_view on_light;
  std::string_view on_dark;
};
inline constexpr Replacement replacements[] = {
    {input, "#24405f"},     {parameter, "#23472d"}, {root, "#5a431a"},      {constant, "#3a3a3a"},
    {adjoint, "#ff8f85"},   {value, "#5fd3c0"},     {muted, "#9aa3b2"},     {grid, "#3d434d"},
    {series[0], "#56b4e9"}, {series[1], "#ff8c42"}, {series[2], "#3ccf9f"}, {series[5], "#c0c0c0"},
};

}  // namespace matgrad::picture_colours
