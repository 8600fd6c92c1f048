#pragma once

#include "cli/question.hpp"

namespace matgrad::cli {

/// The formula, if it is a number; else its inner product with a constant of its shape drawn from the seed, which
/// is noted: whatever holds of a gradient's check holds of each entry.
Expr scalar_loss(CommandQuestion& question, std::uint64_t seed);

}  // namespace matgrad::cli
