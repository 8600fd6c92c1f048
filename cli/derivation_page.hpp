#pragma once

#include <string>

#include <matgrad/autodiff/check/derivation.hpp>

#include "cli/question.hpp"

namespace matgrad::cli {

/// A page of its own with the question, the derivation, the graph (where Graphviz is installed) and the LaTeX
/// text: no script, nothing to load, readable on a phone, in the dark and on paper.
std::string derivation_page(const Question& question, const Derivation& derivation);

/// A page around HTML.
std::string html_page(const std::string& title, const std::string& body);

}  // namespace matgrad::cli
