#include "pages/summary.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace matgrad;
using namespace matgrad::pages;

namespace {

Eigen::MatrixXd number(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

}  // namespace

TEST_CASE("the relative error of shapes that differ, or of NaN, is infinite") {
  CHECK(relative_error(number(1.5), number(1)) == 0.5);
  CHECK(relative_error(number(0.25), number(0)) == 0.25);
  CHECK(relative_error(number(1), Eigen::MatrixXd::Ones(1, 2)) == std::numeric_limits<double>::infinity());
  CHECK(relative_error(number(std::numeric_limits<double>::quiet_NaN()), number(1)) ==
        std::numeric_limits<double>::infinity());
}

TEST_CASE("an empty summary, or one with an undecided line, does not pass") {
  Summary summary;
  CHECK_FALSE(summary.all_pass());
  summary.add({"1", "here", "a", "b", 1e-12, Verdict::passed});
  CHECK(summary.all_pass());
  summary.add({"1", "here", "c", "d", {}, Verdict::undecided});
  CHECK_FALSE(summary.all_pass());
  CHECK(summary.to_text().find("2 quantities checked: 1 pass, 1 undecided, 0 fail") != std::string::npos);
}

TEST_CASE("a problem that stopped is repeated in the summary, with the reason, and nothing passes") {
  Summary summary;
  summary.add({"1", "here", "a", "b", 1e-12, Verdict::passed});
  CHECK(summary.to_text().ends_with("\n1 quantity checked: 1 pass, 0 undecided, 0 fail\n"));
  summary.add_stop("2", "cannot open images.gz\n  install them");
  CHECK_FALSE(summary.all_pass());
  CHECK(
      summary.to_text().ends_with("\nproblem 2 stopped: cannot open images.gz\n"
                                  "  install them\n"
                                  "\n1 quantity checked: 1 pass, 0 undecided, 0 fail; 1 problem stopped\n"));
  summary.add_stop("3", "no reason");
  CHECK(summary.to_text().ends_with("; 2 problems stopped\n"));
}
