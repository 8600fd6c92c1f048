#include "pages/html_table.hpp"

namespace matgrad::pages {

std::string to_html(const HtmlTable& table) {
  std::string html = table.style_class.empty() ? "<table>" : "<table class=\"" + table.style_class + "\">";
  if (!table.caption.empty()) html += "<caption>" + table.caption + "</caption>";
  html += "<thead><tr>";
  for (const std::string& head : table.heads) html += "<th scope=\"col\">" + head + "</th>";
  html += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html += i == 0 && table.row_heads ? "<th scope=\"row\">" + row[i] + "</th>"
                                        : "<td data-label=\"" + table.heads[i] + "\">" + row[i] + "</td>";
    html += "</tr>\n";
  }
  return html + "</tbody></table>";
}

}  // namespace matgrad::pages
