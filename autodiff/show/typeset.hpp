#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

// What LaTeX and MathML have in common. All of it asks about arranged notation (see arrange.hpp).

/// How two neighbouring factors are told apart.
enum class Between {
  nothing,   // W x
  space,     // a word is next to something
  function,  // log or the like follows: LaTeX has room before its operators
  dot,       // a number stands behind something: A · 2
};
Between between(const Notation& left, const Notation& right);

/// The indices of an entry as a script whose letters stand for themselves (jm is no word).
std::string index_script(std::string_view indices);

/// The indices of a sum as a script: "i,j".
std::string listed_indices(std::string_view indices);

/// Whether something in it is taller than a line, so that brackets around it have to grow.
bool is_tall(const Notation& notation);

/// The parts of a number's text: −2.5e-06 is negative, has the mantissa 2.5 and the exponent −6. The exponent is
/// empty if there is none, the mantissa if it is 1 in front of an exponent.
struct Decimal {
  bool negative = false;
  std::string mantissa;
  std::string exponent;
};
Decimal decimal(std::string_view number_text);

/// The opening or closing of a fence, cut into words (log), delimiters and what stands above the line (²).
struct FenceSign {
  enum class Kind { word, delimiter, mark };
  Kind kind;
  std::string text;
};
std::vector<FenceSign> fence_signs(std::string_view text);

}  // namespace matgrad
