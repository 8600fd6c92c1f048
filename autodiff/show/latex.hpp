#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// A formula in LaTeX's math mode, without dollar signs; it needs the package amsmath.
std::string to_latex(const Notation& notation, const DisplayNames& display = {});

/// The formula of an expression; shared parts follow it after "where", as in to_text.
std::string to_latex(const Expr& expr, const DisplayNames& display = {});

/// A name as a symbol: "W1" is W_{1}, "rho_hat" is \hat{\rho}.
std::string latex_symbol(std::string_view name, const DisplayNames& display = {});

/// Text outside of math mode, its special characters escaped.
std::string latex_text(std::string_view text);

}  // namespace matgrad
