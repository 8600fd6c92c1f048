#include "pages/html_block.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <sstream>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/mathml.hpp>
#include "pages/equation.hpp"
#include "pages/html_table.hpp"
#include "pages/mark_math.hpp"
#include "pages/plain_math.hpp"
#include "pages/png.hpp"
#include "pages/prose.hpp"
#include "pages/summary.hpp"

namespace matgrad::pages {
namespace {

std::string latex_to_copy(const std::string& latex) {
  return "<details class=\"source\"><summary>LaTeX</summary><pre><code>" + escaped_html(latex) +
         "</code></pre></details>\n";
}

std::string verdict_html(Verdict verdict) {
  const std::string name = to_text(verdict);
  return "<span class=\"verdict " + name + "\">" + name + "</span>";
}

std::string number_html(double value) { return plain_math_to_mathml(fmt::format("{:.1e}", value)); }

/// Numbers of the tables keep their digits; only the minus is a real one.
std::string digits_html(double value) {
  std::string text = fmt::format("{:.10g}", value);
  if (text.starts_with('-')) text.replace(0, 1, "−");
  return text;
}

std::string html_of(const Paragraph& paragraph) { return "<p>" + prose_to_html(paragraph.prose) + "</p>\n"; }

std::string html_of(const Equation& equation) {
  std::string html = "<div class=\"equation\">";
  if (!equation.about.empty()) html += "<p>" + prose_to_html(equation.about) + ":</p>";
  return html + wide_html(equation_mathml(equation)) + latex_to_copy(equation_latex(equation)) + "</div>\n";
}

std::string html_of(const Answer& answer) {
  return "<div class=\"answer\">" +
         std::visit([](const auto& content) { return html_of(content); }, answer.content) + "</div>\n";
}

std::string html_of(const ShapeTable& shapes) {
  HtmlTable table{"", {"Symbol", "Shape", "Here", "Meaning"}, {}, true, "shapes"};
  for (const Symbol& symbol : shapes.symbols)
    table.rows.push_back({plain_math_to_mathml(symbol.expr.symbol()),
                          plain_math_to_mathml(symbol.rows + " × " + symbol.cols),
                          escaped_html(to_string(symbol.expr.shape())), prose_to_html(symbol.meaning)});
  return wide_html(to_html(table));
}

std::string figure(const std::string& inside, const std::string& caption) {
  return "<figure>" + inside + "<figcaption>" + prose_to_html(caption) + "</figcaption></figure>\n";
}

std::string html_of(const Picture& picture) {
  if (picture.drawings.empty())
    return figure("<p class=\"hint\">No picture: " + escaped_html(picture.hint) + ".</p>", picture.caption);
  std::string svg;
  for (const std::string& drawing : picture.drawings) svg += drawing;
  return figure(wide_html(svg), picture.caption);
}

std::string html_of(const PixelPicture& picture) {
  return figure("<img src=\"" + data_uri(picture.png) + "\" alt=\"" + escaped_html(picture.description) + "\">",
                picture.caption);
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
  return text;
}

std::string html_of(const DerivationBlock& block) {
  std::string html = to_html(block.derivation);
  html = replaced(std::move(html), "<table", "<div class=\"wide\"><table");
  html = replaced(std::move(html), "</table>", "</table></div>");
  html = replaced(std::move(html), "class=\"closed-form\"", "class=\"closed-form wide\"");
  return html + latex_to_copy(to_latex(block.derivation));
}

std::string html_of(const DifferencesTable& differences) {
  HtmlTable table{prose_to_html(differences.caption),
                  {"Derivative", "Shape", "Compared", "Worst at", "Gradient", "Differences", "Step",
                   "Relative error", "Uncertainty", "Verdict"},
                  {},
                  true,
                  "numbers"};
  bool random = false;
  for (std::size_t i = 0; i < differences.check.variables.size(); ++i) {
    const VariableCheck& v = differences.check.variables[i];
    std::string compared = counted(v.entries, "entry");
    if (v.entries != 1) compared = std::to_string(v.entries) + " entries";
    if (v.directions > 0) compared += ", " + counted(v.directions, "direction");
    random = random || v.directions > 0;
    std::string verdict = verdict_html(v.verdict);
    if (v.without_step > 0) verdict += ", " + std::to_string(v.without_step) + " without a step inside the domain";
    table.rows.push_back({prose_to_html(differences.claims[i]), to_string(v.shape), compared,
                          escaped_html(v.worst), digits_html(v.given), digits_html(v.difference),
                          number_html(v.step), number_html(v.relative_error), number_html(v.uncertainty),
                          verdict});
  }
  std::string note;
  if (random)
    note = fmt::format("<p class=\"note\">Entries and directions chosen at random with seed {}.</p>\n",
                       differences.check.seed);
  return wide_html(to_html(table)) + note;
}

/// The name of reference values as words.
std::string words(std::string name) {
  std::ranges::replace(name, '_', ' ');
  return name;
}

/// Each line of a text as a paragraph.
std::string lines_html(const std::string& text) {
  std::string html;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) html += "<p>" + prose_to_html(mark_math(line)) + "</p>";
  return html;
}

std::string verdict_html(GradeVerdict verdict) {
  if (verdict == GradeVerdict::undecided) return verdict_html(Verdict::undecided);
  const std::string kind = verdict == GradeVerdict::right ? "passed" : "failed";
  return "<span class=\"verdict " + kind + "\">" + to_text(verdict) + "</span>";
}

std::string html_of(const GradedAnswers& graded) {
  std::string html = "<dl class=\"graded\">";
  for (const GradedAnswers::Row& row : graded.rows) {
    html += "<dt>" + verdict_html(row.verdict);
    if (!row.answer.about.empty()) html += " <span>" + prose_to_html(row.answer.about) + "</span>";
    html += wide_html(equation_mathml(row.answer)) + "</dt><dd>" + lines_html(row.response) + "</dd>\n";
  }
  return html + "</dl>\n";
}

}  // namespace

std::string to_html(const Block& block) {
  return std::visit([](const auto& some) { return html_of(some); }, block);
}

std::string to_html(const Answer& answer) { return html_of(answer); }

std::string comparisons_html(const std::vector<CheckedQuantity>& quantities) {
  HtmlTable table{"", {"Quantity", "On", "Against", "Relative error", "Verdict"}, {}, true, "numbers"};
  for (const CheckedQuantity& q : quantities)
    table.rows.push_back({prose_to_html(q.quantity), escaped_html(words(q.input)), prose_to_html(q.against),
                          q.relative_error ? number_html(*q.relative_error) : "–", verdict_html(q.verdict)});
  return wide_html(to_html(table));
}

std::string drawing_html(const std::string& svg) { return "<figure>" + wide_html(svg) + "</figure>\n"; }

std::string wide_html(const std::string& inside) { return "<div class=\"wide\">" + inside + "</div>\n"; }

}  // namespace matgrad::pages
