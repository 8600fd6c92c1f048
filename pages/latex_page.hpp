#pragma once

#include <string>

#include "pages/page.hpp"

namespace matgrad::pages {

/// The page of a problem as a document for LaTeX: class article with the packages amsmath and graphicx, in Latin
/// Modern where it is installed. It includes those of its picture_files that are there.
std::string latex_page(const Page& page);

}  // namespace matgrad::pages
