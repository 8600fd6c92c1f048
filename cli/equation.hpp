#pragma once

#include <string>

#include <matgrad/autodiff/derive/derivation.hpp>

namespace matgrad::cli {

/// The closed form of a gradient, "∂L/∂W = formula, where K = …": a line of text with the shape, LaTeX in \[ \],
/// or a MathML element.
std::string equation(const VariableDerivation& variable, const std::string& format);

}  // namespace matgrad::cli
