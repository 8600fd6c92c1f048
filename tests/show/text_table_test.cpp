#include "matgrad/autodiff/show/text_table.hpp"

#include <doctest/doctest.h>

using namespace matgrad;

TEST_CASE("display width counts characters, and no combining marks") {
  CHECK(display_width("") == 0);
  CHECK(display_width("Wᵀ W") == 4);
  CHECK(display_width("∂L/∂t₁₂") == 7);
  CHECK(display_width("x\u0302") == 1);
}

TEST_CASE("columns are aligned and lines end without spaces") {
  CHECK(text_table({{"Wᵀ", "6×3", "a"}, {"t₁ x", "1×1"}, {}, {"", "", "last"}}, "  ") ==
        "  Wᵀ    6×3  a\n"
        "  t₁ x  1×1\n"
        "\n"
        "             last\n");
}
