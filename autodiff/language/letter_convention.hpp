#pragma once

#include <string_view>

namespace matgrad {

/// What a name stands for if nothing else tells.
enum class LetterKind { scalar, vector, matrix };

/// Scalars a to g and Greek names in lower case (alpha, rho_hat, α), vectors h to z, matrices A to Z: the
/// convention of matrixcalculus.org for single letters, which goes by the first letter here.
LetterKind letter_kind(std::string_view name);

/// A letter with nothing but digits, subscripts and accents behind it: x, W1, b₂, but not weights.
bool is_single_letter(std::string_view name);

/// A Greek letter in lower case, spelled out or not, with or without an index: alpha, β₁, rho_hat.
bool is_greek_name(std::string_view name);

}  // namespace matgrad
