#include "pages/worksheet.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include <matgrad/matgrad.hpp>

using namespace matgrad;
using namespace matgrad::pages;

TEST_CASE("one letter cannot stand for two sizes") {
  std::ostringstream out;
  Worksheet sheet(out, {});
  sheet.begin("0", "shapes");
  const Expr W = variable("W", 2, 3), x = variable("x", 4);
  CHECK_THROWS_AS(sheet.shapes({{W, "m", "n", ""}, {x, "n", "1", ""}}), Error);
}
