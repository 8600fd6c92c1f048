#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pages/page.hpp"

namespace matgrad::pages {

/// A link to another page: address and text, which is prose.
using Link = std::pair<std::string, std::string>;

/// A whole document: no script, nothing to load, its fonts inside. The title is prose, the body HTML.
std::string html_document(const std::string& title, const std::vector<Link>& links, const std::string& body);

/// The page of a problem; its LaTeX form is said to stand in `latex_file`.
std::string html_page(const Page& page, const std::vector<Link>& links, const std::string& latex_file);

/// Where a question stands on its page: "#s3".
std::string question_anchor(const Page& page, const PageQuestion& question);

}  // namespace matgrad::pages
