#pragma once

#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// All on one line, or with fractions and the like where there is room.
enum class Layout { line, built_up };

/// The tree with brackets, as fences, wherever this layout needs them; what is left is to write it down part by
/// part. Plain text, LaTeX and MathML all start from it. Of cut-off parts "…" in a row one is left; a + (−b) is
/// a − b.
Notation arranged(const Notation& notation, Layout layout);

}  // namespace matgrad
