#pragma once

#include "pages/worksheet.hpp"

namespace matgrad::examples {

// The questions of the lecture that are answered in words (7 a, b, d, e, f): explanations, which say that they are
// written, and what can be computed without training.

/// a) Checks the two codes that need no training: of data of rank k, and by a copy.
void explain_codes(pages::Worksheet& sheet);
void explain_decoders(pages::Worksheet& sheet);
void explain_pca(pages::Worksheet& sheet);
/// e) With what the penalty adds to a gradient.
void explain_decay(pages::Worksheet& sheet);
void explain_denoising(pages::Worksheet& sheet);

}  // namespace matgrad::examples
