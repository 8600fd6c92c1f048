#pragma once

#include <string>

#include <matgrad/autodiff/derive/derive.hpp>

#include "cli/question.hpp"

namespace matgrad::cli {

/// The derivation of a question's formula by its variables, in terms of ∂L/∂NAME if a name `upstream` is given. A
/// formula that is no number is derived in terms of its own adjoint; a note says so, and what to do. Throws Error
/// for an unknown name.
Derivation derivation_of(CommandQuestion& question, const std::string& upstream = {});

}  // namespace matgrad::cli
