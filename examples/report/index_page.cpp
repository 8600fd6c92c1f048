#include "examples/report/index_page.hpp"

#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/equation.hpp"
#include "pages/html_block.hpp"
#include "pages/html_page.hpp"
#include "pages/prose.hpp"

namespace matgrad::examples {

using pages::Answer;
using pages::Equation;
using pages::equation_mathml;
using pages::html_document;
using pages::PageQuestion;
using pages::Paragraph;
using pages::prose_to_html;
using pages::question_anchor;
using pages::wide_html;

namespace {

std::string one_line(const Equation& equation) {
  const std::string about = equation.about.empty() ? "" : "<p>" + prose_to_html(equation.about) + ":</p>";
  return about + wide_html(equation_mathml(equation));
}

std::string one_line(const Paragraph& paragraph) { return "<p>" + prose_to_html(paragraph.prose) + "</p>"; }

std::string question_item(const IndexEntry& entry, const PageQuestion& question) {
  std::string statement = prose_to_html(question.statement);
  if (!entry.address.empty())
    statement = "<a href=\"" + entry.address + question_anchor(entry.page, question) + "\">" + statement + "</a>";
  std::string html = "<li><span class=\"label\">" + escaped_html(question.label) +
                     "</span><p class=\"statement\">" + statement + "</p><div class=\"one-line\">";
  for (const Answer& answer : question.answers)
    html += std::visit([](const auto& content) { return one_line(content); }, answer.content);
  if (!question.missing.empty())
    html +=
        "<p class=\"pending\">" + std::string(question.lack()) + ": " + prose_to_html(question.missing) + "</p>";
  return html + "</div></li>\n";
}

std::string problem_section(const IndexEntry& entry) {
  std::string title = "Problem " + escaped_html(entry.page.number) + " · " + prose_to_html(entry.page.title);
  if (!entry.address.empty()) title = "<a href=\"" + entry.address + "\">" + title + "</a>";
  std::string html = "<section><h2>" + title + "</h2>\n<ul class=\"questions\">\n";
  for (const PageQuestion& question : entry.page.questions) html += question_item(entry, question);
  return html + "</ul></section>\n";
}

}  // namespace

std::string index_page(const std::vector<IndexEntry>& entries, const std::string& summary) {
  std::string body =
      "<h1>Matrix gradients, worked</h1>\n<p>Each formula below was found by the program: the loss is built as an "
      "expression, differentiated, and checked against finite differences and reference values. A page for each "
      "problem shows how. Answers in words are written.</p>\n<p class=\"note\">" +
      escaped_html(summary) + "</p>\n";
  for (const IndexEntry& entry : entries) body += problem_section(entry);
  return html_document("Matrix gradients, worked", {{"conventions.html", "Conventions"}}, body);
}

}  // namespace matgrad::examples
