#pragma once

#include <string>
#include <vector>

#include "pages/page.hpp"

namespace matgrad::pages {

/// Where LaTeX finds the pictures of a report, relative to its pages: "pictures/problem_1.pdf", one file for each
/// drawing of a picture.
std::vector<std::string> picture_files(const Picture& picture);
std::vector<std::string> picture_files(const PixelPicture& picture);

/// Writes these files for all pictures of a page into a folder. Drawings become PDF files by the program
/// rsvg-convert (Debian's package librsvg2-bin); without it there are none. Throws FileError.
void write_picture_files(const Page& page, const std::string& folder);

}  // namespace matgrad::pages
