#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pages/svg_picture.hpp"

namespace matgrad::pages {

/// Points of a plot. A number that is not finite, or not positive on a logarithmic axis, leaves a gap.
struct Series {
  enum class Mark { line, points, line_and_points };
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  Mark mark = Mark::line;
};

struct Axis {
  std::string title;
  std::string unit = {};  // stands in brackets after the title
  bool logarithmic = false;
  std::optional<double> least = {};  // else from the data
  std::optional<double> greatest = {};
};

/// One diagram. Series without a name are not in the legend.
struct Plot {
  std::string title;
  Axis x;
  Axis y;
  std::vector<Series> series;
};

/// Sizes in pixels; of one diagram where there are several.
struct PlotSize {
  int width = 640;
  int height = 400;
};

/// Draws a plot by the program gnuplot, if it is installed, as one svg element for a file or an HTML page; else
/// says what would help. Its alternative text is describe_plot(plot). Throws Error for series whose x and y differ
/// in length, or where nothing is left to draw.
SvgResult to_svg(const Plot& plot, const PlotSize& size = {});

/// Small multiples: plots side by side in so many columns, row by row.
SvgResult to_svg(const std::vector<Plot>& plots, int columns, const PlotSize& size = {320, 260});

/// The plot in words: its axes, and the range of each series.
std::string describe_plot(const Plot& plot);

}  // namespace matgrad::pages
