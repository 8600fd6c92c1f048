#pragma once

#include <string>

#include <matgrad/autodiff/expression/expr.hpp>

namespace matgrad::cli {

/// "name = formula" as a line of text with the shape, of LaTeX in \[ \], or as a MathML element.
std::string equation(const std::string& name, const Expr& value, const std::string& format);

}  // namespace matgrad::cli
