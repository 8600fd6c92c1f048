#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace matgrad {

/// What to write instead where byte `at` of a text begins a sign of another notation: A.T, A@x, A\b, A**2,
/// np.sum(x), {…}, LaTeX. Empty if it begins none.
std::string foreign_notation_hint(std::string_view text, std::size_t at);

/// Whether this exponent is the sign of a transpose elsewhere: T in A^T.
bool means_transpose(std::string_view exponent);

}  // namespace matgrad
