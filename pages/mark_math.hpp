#pragma once

#include <string>

namespace matgrad::pages {

/// Prose from text in which formulas stand without marks, as in the grader's sentences: words that only
/// mathematics has (W₂ᵀ, ∘) are put between $, with the letters, numbers and signs beside them.
std::string mark_math(const std::string& text);

}  // namespace matgrad::pages
