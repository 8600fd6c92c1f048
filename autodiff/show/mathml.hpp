#pragma once

#include <string>
#include <string_view>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// A formula in MathML (MathML Core): what stands between <math> and </math>.
std::string to_mathml(const Notation& notation, const DisplayNames& display = {});

/// Whether a formula stands on lines of its own or within a text.
enum class MathDisplay { block, inline_text };

/// The whole element <math>; shared parts follow the formula after "where", as in to_text. Its alttext is that
/// text.
std::string to_mathml(const Expr& expr, const DisplayNames& display = {},
                      MathDisplay placement = MathDisplay::block);

/// The element <math> around MathML content. `alttext` is what is read aloud or shown instead.
std::string math_element(std::string_view content, std::string_view alttext,
                         MathDisplay placement = MathDisplay::block);
/// The whole element for a formula, with its plain text as alttext.
std::string math_element(const Notation& notation, const DisplayNames& display = {},
                         MathDisplay placement = MathDisplay::block);

/// Text with &, <, > and quotes escaped, for HTML and XML.
std::string escaped_html(std::string_view text);

}  // namespace matgrad
