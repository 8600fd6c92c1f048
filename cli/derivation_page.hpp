#pragma once

#include <string>

#include <matgrad/autodiff/derive/derivation.hpp>

#include "cli/question.hpp"

namespace matgrad::cli {

/// A page of its own, in the style of the report, with the question, the derivation, the graph (where Graphviz is
/// installed) and the LaTeX text: no script, nothing to load, readable on a phone, in the dark and on paper.
std::string derivation_page(const CommandQuestion& question, const Derivation& derivation);

}  // namespace matgrad::cli
