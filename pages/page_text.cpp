#include "pages/page_text.hpp"

#include <sstream>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/text_table.hpp>

namespace matgrad::pages {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string line(const std::string& text) { return "  " + text + "\n"; }

std::string text_of(const Paragraph& paragraph) { return line(plain(paragraph.prose)); }

std::string text_of(const Equation& equation) {
  std::string text = equation.about.empty() ? "" : line(plain(equation.about) + ":");
  text += line(to_text(equation.formula));
  for (const Notation& part : equation.where) text += line("  where " + to_text(part));
  return text;
}

std::string text_of(const Answer& answer) {
  return std::visit([](const auto& content) { return text_of(content); }, answer.content);
}

std::string text_of(const ShapeTable& table) {
  Rows rows = {{"symbol", "shape", "here", "meaning"}};
  for (const Symbol& symbol : table.symbols)
    rows.push_back({std::string(symbol.expr.symbol()), symbol.rows + "×" + symbol.cols,
                    to_string(symbol.expr.shape()), plain(symbol.meaning)});
  return text_table(rows, "  ");
}

std::string text_of(const Picture& picture) {
  const std::string caption = plain(picture.caption);
  return line(picture.hint.empty() ? "picture " + picture.name + ": " + caption
                                   : caption + ": no picture: " + picture.hint);
}

std::string text_of(const PixelPicture& picture) {
  return line("picture " + picture.name + ": " + plain(picture.caption));
}

std::string text_of(const DerivationBlock& block) { return "\n" + to_text(block.derivation) + "\n"; }

std::string text_of(const DifferencesTable& table) {
  return line(plain(table.caption)) + to_text(table.check) + "\n";
}

std::string text_of(const GradedAnswers& graded) {
  std::string text;
  for (const GradedAnswers::Row& row : graded.rows) {
    text += text_of(row.answer);
    std::istringstream lines(row.response);
    for (std::string one; std::getline(lines, one);) text += line("  " + one);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string to_text(const Block& block) {
  return std::visit([](const auto& some) { return text_of(some); }, block);
}

std::string to_text(const PageQuestion& question) {
  std::string text = (question.label.empty() ? "" : question.label + ") ") + plain(question.statement) + "\n";
  if (!question.missing.empty()) text += line(std::string(question.lack()) + ": " + plain(question.missing));
  return text;
}

std::string underlined(const std::string& heading, char line) {
  return heading + "\n" + std::string(display_width(heading), line) + "\n";
}

}  // namespace matgrad::pages
