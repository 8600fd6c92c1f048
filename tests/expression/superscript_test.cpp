#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/superscript.hpp>

using matgrad::superscript;

TEST_CASE("an integer stands above the line digit by digit, with its sign") {
  CHECK(superscript(2) == "²");
  CHECK(superscript(1234567890) == "¹²³⁴⁵⁶⁷⁸⁹⁰");
  CHECK(superscript(-10) == "⁻¹⁰");
}
