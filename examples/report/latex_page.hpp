#pragma once

#include <string>

#include "examples/support/page.hpp"

namespace matgrad::examples {

/// The page of a problem as a document for LaTeX: class article with the package amsmath. Pictures are only named.
std::string latex_page(const Page& page);

}  // namespace matgrad::examples
