#pragma once

#include <string>

namespace matgrad::pages {

/// Prose (text with mathematics between two $) for HTML and for LaTeX. Throws Error where a $ has no second one.
std::string prose_to_html(const std::string& prose);
std::string prose_to_latex(const std::string& prose);

}  // namespace matgrad::pages
