#include "pages/plot.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include <matgrad/autodiff/expression/error.hpp>

#include "support/error_text.hpp"
#include "support/installed.hpp"
#include "support/occurrences.hpp"

using namespace matgrad::pages;
using matgrad::tests::has;
using matgrad::tests::occurrences;
using matgrad::tests::text_of;

namespace {

/// The error of a formula against its step, more or less.
Plot error_plot() {
  Plot plot{"Error & step", {.title = "step", .logarithmic = true}, {"relative error", "", true}, {}};
  Series two{"two points", {}, {}}, six{"six points", {}, {}, Series::Mark::line_and_points};
  for (int k = 0; k < 10; ++k) {
    const double h = std::pow(10, -k);
    two.x.push_back(h);
    two.y.push_back(h * h + 1e-16 / h);
    six.x.push_back(h);
    six.y.push_back(std::pow(h, 6) + 1e-16 / h);
  }
  plot.series = {two, six};
  return plot;
}

bool has_gnuplot() {
  const bool found = matgrad::tests::is_installed("gnuplot");
  if (!found) MESSAGE("skipped: gnuplot is not installed (package gnuplot-nox)");
  return found;
}

}  // namespace

TEST_CASE("without gnuplot there is a hint") {
  if (matgrad::tests::is_installed("gnuplot")) return;
  const SvgResult none = to_svg(error_plot());
  CHECK_FALSE(none);
  CHECK(has(none.hint, "gnuplot-nox"));
}

TEST_CASE("a plot with logarithmic axes, titles and a legend") {
  if (!has_gnuplot()) return;
  const SvgResult drawn = to_svg(error_plot(), {500, 300});
  REQUIRE_MESSAGE(drawn, drawn.hint);
  const std::string& svg = drawn.svg;
  CHECK(svg.starts_with("<svg"));
  CHECK(has(svg, "viewBox=\"0 0 500 300\""));
  CHECK(has(svg, "class=\"matgrad-picture plot\""));
  CHECK(has(svg, "<title>Error &amp; step</title>"));
  CHECK(
      has(svg, "<desc>Error &amp; step: relative error (logarithmic) against step (logarithmic). two points: 10"));
  for (const char* text : {"two points", "six points", "relative error", ">step<"}) CHECK(has(svg, text));
  CHECK(has(svg, "{fill:currentColor}"));
  CHECK(has(svg, "{stroke:#56b4e9}"));  // the first line, on dark ground
  CHECK_FALSE(has(svg, "Produced by GNUPLOT"));
}

TEST_CASE("text is drawn as it is, and is no command") {
  if (!has_gnuplot()) return;
  const std::string file = (std::filesystem::temp_directory_path() / "matgrad-plot-test").string();
  std::filesystem::remove(file);
  Plot plot{"it's `touch " + file + "` _{x}",
            {.title = "'; system('touch " + file + "'); '", .unit = "s"},
            {.title = "y\nset output\n"},
            {{"a_b^2 @\"", {0, 1}, {0, 1}, Series::Mark::points}}};
  const SvgResult drawn = to_svg(plot);
  REQUIRE_MESSAGE(drawn, drawn.hint);
  CHECK_FALSE(std::filesystem::exists(file));
  CHECK(has(drawn.svg, "a_b^2 @"));
  CHECK(has(drawn.svg, "_{x}"));
  CHECK(has(drawn.svg, "(s)"));
  CHECK(has(drawn.svg, "it’s"));
}

TEST_CASE("what cannot be drawn leaves a gap") {
  if (!has_gnuplot()) return;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  Plot plot{
      "", {.title = "x"}, {.title = "y", .logarithmic = true}, {{"", {1, 2, 3, 4, nan}, {1, -1, 10, nan, 1}}}};
  CHECK(describe_plot(plot) == "Plot: y (logarithmic) against x. Data: 2 points from 1 to 10.");
  const SvgResult drawn = to_svg(plot);
  REQUIRE_MESSAGE(drawn, drawn.hint);
}

TEST_CASE("small multiples") {
  if (!has_gnuplot()) return;
  const SvgResult drawn = to_svg({error_plot(), error_plot(), error_plot()}, 2, {300, 200});
  REQUIRE_MESSAGE(drawn, drawn.hint);
  CHECK(has(drawn.svg, "viewBox=\"0 0 600 400\""));
  CHECK(occurrences(drawn.svg, ">two points<") == 3);
}

TEST_CASE("questions that make no sense") {
  CHECK(has(text_of<matgrad::Error>([] { (void)to_svg(Plot{"p", {}, {}, {}}); }), "no point"));
  CHECK(has(text_of<matgrad::Error>([] {
              (void)to_svg(Plot{"p", {}, {}, {{"s", {1, 2}, {1}}}});
            }),
            "series s has 2 values of x and 1 of y"));
  CHECK(has(text_of<matgrad::Error>([] {
              (void)to_svg(Plot{"p", {.title = "x", .logarithmic = true, .least = 0}, {}, {{"s", {1}, {1}}}});
            }),
            "cannot end at 0"));
  CHECK_THROWS_AS((void)to_svg(std::vector<Plot>{}, 1), matgrad::Error);
  CHECK_THROWS_AS((void)to_svg(error_plot(), {1, 1}), matgrad::Error);
}
