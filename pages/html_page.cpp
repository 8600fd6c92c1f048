#include "pages/html_page.hpp"

#include <fmt/core.h>

#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/fonts.hpp"
#include "pages/html_block.hpp"
#include "pages/math_lines.hpp"
#include "pages/picture_widths.hpp"
#include "pages/plain_math.hpp"
#include "pages/prose.hpp"
#include "pages/style.hpp"
#include "pages/table_widths.hpp"

namespace matgrad::pages {
namespace {

std::string navigation(const std::vector<Link>& links) {
  std::string html = "<header class=\"site\"><nav aria-label=\"Pages\">";
  for (const auto& [address, text] : links)
    html += "<a href=\"" + escaped_html(address) + "\">" + prose_to_html(text) + "</a> ";
  return html + "</nav></header>\n";
}

std::string anchor(std::size_t section) { return "s" + std::to_string(section + 1); }

std::string heading(const Section& section) {
  if (!section.question || section.question->empty()) return prose_to_html(section.title);
  return "<span class=\"label\">" + escaped_html(*section.question) + ")</span> " + prose_to_html(section.title);
}

std::string contents(const Page& page) {
  std::string html = "<nav class=\"contents\" aria-label=\"Contents\"><ul>\n";
  for (std::size_t i = 0; i < page.sections.size(); ++i)
    html += "<li><a href=\"#" + anchor(i) + "\">" + heading(page.sections[i]) + "</a></li>\n";
  if (!page.checked.empty()) html += "<li><a href=\"#checked\">Everything that was checked</a></li>\n";
  return html + "</ul></nav>\n";
}

std::string open_questions(const Page& page) {
  std::string html;
  for (const PageQuestion& question : page.questions)
    if (!question.missing.empty())
      html += "<li><span class=\"label\">" + escaped_html(question.label) + "</span><p class=\"statement\">" +
              prose_to_html(question.statement) + "</p><div class=\"one-line\"><p class=\"pending\">" +
              std::string(question.lack()) + ": " + prose_to_html(question.missing) + "</p></div></li>\n";
  if (html.empty()) return {};
  return "<section><h2 id=\"open\">What is open</h2>\n<ul class=\"questions\">" + html + "</ul></section>\n";
}

std::string conditions(const Page& page) {
  std::string html = "<dl class=\"conditions\">";
  for (const auto& [name, value] : page.conditions)
    html += "<dt>" + prose_to_html(name) + "</dt><dd>" + prose_to_html(value) + "</dd>";
  return html + fmt::format("<dt>Run time</dt><dd>{:.1f} s</dd></dl>\n", page.seconds);
}

}  // namespace

std::string html_document(const std::string& title, const std::vector<Link>& links, const std::string& body) {
  const std::string fitting = with_readable_pictures(with_table_widths(with_breaking_formulas(body)));
  const std::string visible = "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n" + navigation(links) +
                              "<main id=\"main\">\n" + fitting +
                              "</main>\n<footer>Written by matgrad. Formulas and text are set in Latin Modern "
                              "(GUST Font License).</footer>\n";
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n<title>" +
         escaped_html(plain(title)) + "</title>\n<style>\n" + font_rules(visible) + style_sheet() +
         "</style>\n</head>\n<body>\n" + visible + "</body>\n</html>\n";
}

std::string html_page(const Page& page, const std::vector<Link>& links, const std::string& latex_file) {
  std::string body = "<h1><span class=\"number\">Problem " + escaped_html(page.number) + "</span> " +
                     prose_to_html(page.title) + "</h1>\n";
  if (!page.formula.empty())
    body += "<div class=\"loss\">" + wide_html(plain_math_to_mathml(page.formula, true)) + "</div>\n";
  if (!page.statement.empty()) body += "<p>" + prose_to_html(page.statement) + "</p>\n";
  body += contents(page);
  for (std::size_t i = 0; i < page.sections.size(); ++i) {
    body += "<section>\n<h2 id=\"" + anchor(i) + "\">" + heading(page.sections[i]) + "</h2>\n";
    for (const Block& block : page.sections[i].blocks) body += to_html(block);
    body += "</section>\n";
  }
  if (!page.checked.empty())
    body += "<section>\n<h2 id=\"checked\">Everything that was checked</h2>\n" + comparisons_html(page.checked) +
            "</section>\n";
  body += open_questions(page) + "<section><h2 id=\"run\">This run</h2>\n" + conditions(page) +
          "<p>To hand in: <a href=\"" + escaped_html(latex_file) + "\">" + escaped_html(latex_file) +
          "</a>, the same page for LaTeX.</p></section>\n";
  return html_document("Problem " + page.number + " · " + page.title, links, body);
}

std::string question_anchor(const Page& page, const PageQuestion& question) {
  for (std::size_t i = 0; i < page.sections.size(); ++i)
    if (page.sections[i].question == question.label && page.sections[i].title == question.statement)
      return "#" + anchor(i);
  return "#open";
}

}  // namespace matgrad::pages
