#pragma once

#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// A number of rows, columns or entries. ShapeLetters may write it as a letter if `has_letter`.
Notation size_number(double value, bool has_letter);

/// Numbers over sizes that are written as numbers are reduced: 2 (a / 6) is a / 3, and 2 / 4 is ½.
Notation with_sizes_reduced(Notation notation);

}  // namespace matgrad
