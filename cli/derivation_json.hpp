#pragma once

#include <matgrad/autodiff/derive/derivation.hpp>

#include "cli/json_text.hpp"

namespace matgrad::cli {

/// What a check found.
Json to_json(const GradientCheck& check);

/// A derivation's tables; formulas are plain text, as the language reads them.
Json to_json(const Derivation& derivation);

}  // namespace matgrad::cli
