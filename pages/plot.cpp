#include "pages/plot.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/show/picture_colours.hpp>
#include "pages/run_program.hpp"

namespace matgrad::pages {
namespace {

/// Text in single quotes, in which gnuplot replaces nothing; quotes inside become typographic ones.
std::string quoted_text(std::string_view text) {
  std::string result = "'";
  for (char c : text) {
    if (c == '\'')
      result += "’";
    else
      result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return result + "'";
}

std::string axis_title(const Axis& axis) {
  return axis.unit.empty() ? axis.title : axis.title + " (" + axis.unit + ")";
}

bool fits(double value, const Axis& axis) { return std::isfinite(value) && (!axis.logarithmic || value > 0); }

bool is_drawn(const Plot& plot, const Series& series, std::size_t i) {
  return fits(series.x[i], plot.x) && fits(series.y[i], plot.y);
}

void require_points(const Plot& plot) {
  bool any = false;
  for (const Series& series : plot.series) {
    if (series.x.size() != series.y.size())
      throw Error(fmt::format("plot {}: series {} has {} values of x and {} of y", plot.title, series.name,
                              series.x.size(), series.y.size()));
    for (std::size_t i = 0; i < series.x.size(); ++i) any = any || is_drawn(plot, series, i);
  }
  for (const Axis& axis : {plot.x, plot.y})
    for (const auto& limit : {axis.least, axis.greatest})
      if (limit && !fits(*limit, axis))
        throw Error(fmt::format("plot {}: the axis {} cannot end at {}", plot.title, axis.title, *limit));
  if (!any) throw Error(fmt::format("plot {}: there is no point that can be drawn", plot.title));
}

std::string limit(const std::optional<double>& value) { return value ? fmt::format("{:.17g}", *value) : "*"; }

/// The numbers that an axis spans.
struct AxisRange {
  double least = INFINITY;
  double greatest = -INFINITY;
};

AxisRange range(const Plot& plot, const Axis& axis) {
  AxisRange found;
  for (const Series& series : plot.series)
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (!is_drawn(plot, series, i)) continue;
      const double value = &axis == &plot.x ? series.x[i] : series.y[i];
      found.least = std::min(found.least, value);
      found.greatest = std::max(found.greatest, value);
    }
  return {axis.least.value_or(found.least), axis.greatest.value_or(found.greatest)};
}

/// The distance of marks on an axis with room for so many, as a factor on a logarithmic one; none if gnuplot is to
/// choose.
std::optional<double> mark_distance(const AxisRange& range, bool logarithmic, int most) {
  const double span = logarithmic ? std::log10(range.greatest / range.least) : range.greatest - range.least;
  if (!(span > 0) || !std::isfinite(span)) return std::nullopt;
  if (logarithmic) return span < 1 ? std::nullopt : std::optional(std::pow(10, std::ceil(span / most)));
  const double least = span / most, power = std::pow(10, std::floor(std::log10(least)));
  for (double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least) return factor * power;
  return 10 * power;
}

std::string axis_script(std::string_view name, const Plot& plot, const Axis& axis, int most_marks) {
  std::string text =
      fmt::format("set {0}label {1} noenhanced offset 0,{4}\nset {0}range [{2}:{3}]\nunset m{0}tics\n", name,
                  quoted_text(axis_title(axis)), limit(axis.least), limit(axis.greatest), name == "x" ? 0.4 : 0.0);
  const auto distance = mark_distance(range(plot, axis), axis.logarithmic, most_marks);
  text += fmt::format("set {}tics {}\n", name, distance ? fmt::format("{:.17g}", *distance) : "autofreq");
  if (!axis.logarithmic) return text + fmt::format("unset logscale {0}\nset format {0} '%g'\n", name);
  return text + fmt::format("set logscale {0}\nset format {0} '10^{{%T}}'\n", name);
}

std::string style(Series::Mark mark, std::size_t number) {
  constexpr std::size_t colour_count = std::size(picture_colours::series);
  constexpr int forms[] = {7, 5, 9, 13, 11, 6};
  const std::string colour = fmt::format("lc rgb '{}'", picture_colours::series[number % colour_count]);
  const int form = forms[number % std::size(forms)];
  // Once all colours are used, lines are told apart by their dashes.
  const std::string line = fmt::format("lw 2 dt {}", 1 + number / colour_count);
  if (mark == Series::Mark::line) return fmt::format("with lines {} {}", colour, line);
  if (mark == Series::Mark::points) return fmt::format("with points {} pt {} ps 0.7", colour, form);
  return fmt::format("with linespoints {} {} pt {} ps 0.5", colour, line, form);
}

std::string data_block(const Plot& plot, const Series& series, const std::string& name) {
  std::string text = name + " << EOD\n";
  for (std::size_t i = 0; i < series.x.size(); ++i)
    text += is_drawn(plot, series, i) ? fmt::format("{:.10g} {:.10g}\n", series.x[i], series.y[i]) : "\n";
  return text + "EOD\n";
}

std::string plot_script(const Plot& plot, const PlotSize& size) {
  std::string text, curves;
  bool has_legend = false;
  for (std::size_t i = 0; i < plot.series.size(); ++i) {
    const Series& series = plot.series[i];
    const std::string block = "$series" + std::to_string(i);
    text += data_block(plot, series, block);
    has_legend = has_legend || !series.name.empty();
    curves += fmt::format("{}{} using 1:2 {} title {}", i == 0 ? "plot " : ", ", block, style(series.mark, i),
                          quoted_text(series.name));
    if (series.name.empty()) curves.replace(curves.rfind("title"), std::string::npos, "notitle");
  }
  text += has_legend ? "set key outside below center horizontal Left reverse noenhanced samplen 1.5 width -1\n"
                     : "unset key\n";
  text += plot.title.empty() ? "unset title\n" : "set title " + quoted_text(plot.title) + " noenhanced\n";
  const int columns = std::max(2, (size.width - 100) / 65), rows = std::max(2, (size.height - 120) / 35);
  return text + axis_script("x", plot, plot.x, columns) + axis_script("y", plot, plot.y, rows) + curves + "\n";
}

std::string preamble(int width, int height, int font) {
  return fmt::format(
      "set terminal svg enhanced size {},{} font 'DejaVu Serif,{}'\n"
      "set encoding utf8\nset minussign\n"
      "set border 3 lc rgb '{}'\nset tics nomirror textcolor rgb 'black'\n"
      "set grid lc rgb '{}' lw 1 dt 1\n"
      "set lmargin 9\n",
      width, height, font, picture_colours::muted, picture_colours::grid);
}

SvgResult draw(const std::string& script, const SvgOptions& options) {
  using End = ProgramResult::End;
  const ProgramResult drawn = run_program({"gnuplot"}, script);
  if (drawn.end == End::not_installed)
    return {"", "no plot drawn: the program gnuplot is not there; install it (package gnuplot-nox)"};
  if (drawn.end == End::not_started) return {"", drawn.errors};
  if (drawn.end == End::timed_out) return {"", "gnuplot needs longer than a minute for this plot"};
  std::string svg;
  if (drawn.status == 0) svg = self_contained_svg(drawn.output, options);
  if (svg.empty()) return {"", "gnuplot could not draw this plot: " + drawn.errors};
  return {svg, ""};
}

}  // namespace

SvgResult to_svg(const Plot& plot, const PlotSize& size) { return to_svg(std::vector{plot}, 1, size); }

SvgResult to_svg(const std::vector<Plot>& plots, int columns, const PlotSize& size) {
  if (plots.empty() || columns < 1) throw Error("a picture of plots needs a plot and a column");
  if (size.width < 100 || size.height < 100) throw Error("a plot needs 100 pixels each way");
  const int count = static_cast<int>(plots.size());
  columns = std::min(columns, count);
  const int rows = (count + columns - 1) / columns;
  std::string script = preamble(columns * size.width, rows * size.height, size.width < 400 ? 11 : 13);
  if (count > 1) script += fmt::format("set multiplot layout {},{}\n", rows, columns);
  SvgOptions options{.title = plots.front().title, .style_class = "plot"};
  for (const Plot& plot : plots) {
    require_points(plot);
    script += plot_script(plot, size);
    options.description += (options.description.empty() ? "" : " ") + describe_plot(plot);
  }
  if (count > 1) script += "unset multiplot\n";
  return draw(script, options);
}

std::string describe_plot(const Plot& plot) {
  std::string text = (plot.title.empty() ? "Plot" : plot.title) + ": " + axis_title(plot.y) +
                     (plot.y.logarithmic ? " (logarithmic)" : "") + " against " + axis_title(plot.x) +
                     (plot.x.logarithmic ? " (logarithmic)" : "") + ".";
  for (const Series& series : plot.series) {
    double least = INFINITY, greatest = -INFINITY;
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
      if (!is_drawn(plot, series, i)) continue;
      least = std::min(least, series.y[i]);
      greatest = std::max(greatest, series.y[i]);
      ++count;
    }
    if (count > 0)
      text += fmt::format(" {}: {} points from {:.3g} to {:.3g}.", series.name.empty() ? "Data" : series.name,
                          count, least, greatest);
  }
  return text;
}

}  // namespace matgrad::pages
