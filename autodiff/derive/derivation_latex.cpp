#include <algorithm>
#include <string>

#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/derive/derivation_layout.hpp"
#include "matgrad/autodiff/show/latex.hpp"
#include "matgrad/autodiff/show/text_table.hpp"

namespace matgrad {
namespace {

constexpr std::size_t line_width = 75;     // columns of plain text that fill a line of print
constexpr std::size_t longest_chain = 60;  // which leaves room for a shape beside it

/// A cell among words: formulas between dollar signs.
std::string in_words(const Cell& cell) {
  std::string text;
  for (const auto& piece : cell) {
    const Notation* formula = std::get_if<Notation>(&piece);
    text += formula != nullptr ? "$" + to_latex(*formula) + "$" : latex_text(std::get<std::string>(piece));
  }
  return text;
}

/// A right side, its terms on several lines where it is long.
std::string right_side(const Notation& formula) {
  if (formula.kind != Notation::Kind::sum || display_width(to_text(formula)) <= line_width)
    return to_latex(formula);
  std::string text;
  for (std::size_t i = 0; i < formula.parts.size(); ++i) {
    if (i > 0) text += formula.negative[i] ? " \\\\\n  &\\quad {}" : " \\\\\n  &\\quad {}+ ";
    text += to_latex(Notation::sum({formula.parts[i]}, {formula.negative[i]}));
  }
  return text;
}

/// An equation with its first sign at the place where lines are aligned. A long chain a = b = c has a line for
/// each right side.
std::string aligned(const Notation& equation) {
  const bool breaks = display_width(to_text(equation)) > longest_chain;
  std::string text = to_latex(equation.parts[0]);
  for (std::size_t i = 1; i < equation.parts.size(); ++i)
    text += (i == 1 ? " &= " : breaks ? " \\\\\n  &= " : " = ") + right_side(equation.parts[i]);
  return text;
}

std::string aligned(const Cell& cell) {
  const Notation* formula = cell.empty() ? nullptr : std::get_if<Notation>(&cell[0]);
  if (formula == nullptr) return "&\\text{" + in_words(cell) + "}";
  return formula->kind == Notation::Kind::relation ? aligned(*formula) : to_latex(*formula) + " &";
}

bool is_wide(const std::vector<Cell>& row) {
  std::size_t width = 0;
  for (const Cell& cell : row) width += display_width(to_text(cell)) + 2;
  return width > line_width;
}

std::string lines_of(const std::vector<std::string>& lines) {
  std::string text = "\\begin{align*}\n";
  for (std::size_t i = 0; i < lines.size(); ++i)
    text += "  " + lines[i] + (i + 1 < lines.size() ? " \\\\\n" : "\n");
  return text + "\\end{align*}\n";
}

/// Rows of an equation and remarks on it; the remarks stand beside the equations if all rows are short, else
/// below, save shapes.
std::string equations(const LayoutTable& table) {
  const bool below = std::ranges::any_of(table.rows, is_wide);
  std::vector<std::string> lines;
  for (const std::vector<Cell>& row : table.rows) {
    lines.push_back(aligned(row[0]));
    for (std::size_t k = 1; k < row.size(); ++k) {
      if (row[k].empty()) continue;
      const std::string remark = "\\text{\\small " + in_words(row[k]) + "}";
      if (below && (k > 1 || table.kind == "paths"))
        lines.push_back("&\\qquad " + remark);
      else
        lines.back() += " && " + remark;
    }
  }
  return lines_of(lines);
}

std::size_t column_width(const LayoutTable& table, std::size_t column) {
  std::size_t width = display_width(table.head[column]);
  for (const std::vector<Cell>& row : table.rows) width = std::max(width, display_width(to_text(row[column])));
  return width + 2;
}

/// The first column and those from `begin` to before `end`.
std::string tabular(const LayoutTable& table, std::size_t begin, std::size_t end) {
  std::string text = "\\begin{center}\\small\n\\begin{tabular}{" + std::string(end - begin + 1, 'l') + "}\n  ";
  text += latex_text(table.head[0]);
  for (std::size_t i = begin; i < end; ++i) text += " & " + latex_text(table.head[i]);
  text += " \\\\\n  \\hline\n";
  for (const std::vector<Cell>& row : table.rows) {
    text += "  " + in_words(row[0]);
    for (std::size_t i = begin; i < end; ++i) text += " & " + in_words(row[i]);
    text += " \\\\\n";
  }
  return text + "\\end{tabular}\n\\end{center}\n";
}

/// As many columns beside each other as a line of print holds; the next ones in a table below.
std::string tabular(const LayoutTable& table) {
  std::string text;
  const std::size_t count = table.head.size();
  for (std::size_t begin = 1; begin < count;) {
    std::size_t end = begin, width = column_width(table, 0);
    while (end < count && (end == begin || width + column_width(table, end) <= line_width))
      width += column_width(table, end++);
    text += tabular(table, begin, end);
    begin = end;
  }
  return text;
}

std::string result_latex(const LayoutResult& result) {
  std::string label = result.label;
  label[0] = static_cast<char>(label[0] - 'a' + 'A');
  std::vector<std::string> lines{aligned(result.equation) + " && \\text{\\small (" + latex_text(result.shape) +
                                 ")}"};
  for (const Notation& where : result.where) lines.push_back("\\text{where}\\quad " + aligned(where));
  return "\\noindent " + label + ":\n" + lines_of(lines);
}

}  // namespace

std::string to_latex(const Derivation& derivation) {
  std::string text = "{\\allowdisplaybreaks\n";
  for (const LayoutSection& section : typeset_layout_of(derivation)) {
    text += "\\paragraph{" + in_words(section.heading) + "}\n";
    if (!section.table.rows.empty())
      text += section.table.kind == "check" ? tabular(section.table) : equations(section.table);
    if (section.result) text += result_latex(*section.result);
    if (!section.note.empty()) text += "\\noindent " + latex_text(section.note) + "\n";
  }
  return text + "}\n";
}

}  // namespace matgrad
