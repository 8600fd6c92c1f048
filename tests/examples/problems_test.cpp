#include "examples/problems/problems.hpp"

#include <doctest/doctest.h>

#include <array>
#include <sstream>

using namespace matgrad;
using namespace matgrad::examples;

TEST_CASE("a problem without its images stops, and the others go on") {
  std::ostringstream out;
  Options options;
  options.image_folder = "/nonexistent";
  pages::Worksheet sheet(out, options.worksheet());
  const Problem missing{7, [](pages::Worksheet&, const Options& o) { some_images(o, 1); }};
  const Problem fine{8, [](pages::Worksheet& s, const Options&) {
                       s.begin("8", "fine");
                       s.require("here", "a", "b", true);
                     }};
  std::ostringstream errors;
  work(sheet, options, std::array{missing, fine}, errors);
  CHECK(errors.str().starts_with("\nproblem 7 stopped: cannot open /nonexistent/"));
  CHECK_FALSE(sheet.summary().all_pass());
  CHECK(sheet.summary().quantities().size() == 1);
  CHECK(sheet.summary().to_text().find("problem 7 stopped: cannot open /nonexistent/") != std::string::npos);
}
