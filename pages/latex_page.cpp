#include "pages/latex_page.hpp"

#include <fmt/core.h>

#include <cctype>
#include <string>
#include <string_view>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include "pages/equation.hpp"
#include "pages/mark_math.hpp"
#include "pages/picture_files.hpp"
#include "pages/plain_math.hpp"
#include "pages/prose.hpp"

namespace matgrad::pages {
namespace {

/// \picturefile{FILE}: in its own size, made smaller where that is too large; nothing where there is no such file.
constexpr std::string_view picture_command =
    "\\newsavebox{\\picturebox}\n\\newcommand{\\picturefile}[1]{\\IfFileExists{#1}{%\n"
    "  \\sbox{\\picturebox}{\\includegraphics{#1}}%\n"
    "  \\ifdim\\ht\\picturebox>.6\\textheight"
    "\\sbox{\\picturebox}{\\includegraphics[height=.6\\textheight]{#1}}\\fi\n"
    "  \\ifdim\\wd\\picturebox>\\linewidth\\resizebox{\\linewidth}{!}{\\usebox{\\picturebox}}"
    "\\else\\usebox{\\picturebox}\\fi}{}}\n";

std::string number_latex(double value) { return "$" + plain_math_to_latex(fmt::format("{:.1e}", value)) + "$"; }

std::string in_math(const std::string& plain_math) { return "$" + plain_math_to_latex(plain_math) + "$"; }

/// Rows of finished cells between rules.
std::string tabular(const std::string& columns, const std::vector<std::vector<std::string>>& rows) {
  std::string text = "\\begin{center}\\small\n\\begin{tabular}{" + columns + "}\n\\hline\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t i = 0; i < rows[r].size(); ++i) text += (i == 0 ? "" : " & ") + rows[r][i];
    text += r == 0 ? " \\\\\n\\hline\n" : " \\\\\n";
  }
  return text + "\\hline\n\\end{tabular}\n\\end{center}\n";
}

std::string latex_of(const Paragraph& paragraph) { return prose_to_latex(paragraph.prose) + "\n\n"; }

std::string latex_of(const Equation& equation) {
  const std::string about = equation.about.empty() ? "" : prose_to_latex(equation.about) + ":\n";
  return about + "\\[ " + equation_latex(equation) + " \\]\n";
}

std::string latex_of(const Answer& answer) {
  return "\\medskip\\noindent\\textbf{Answer.} " +
         std::visit([](const auto& content) { return latex_of(content); }, answer.content);
}

std::string latex_of(const ShapeTable& shapes) {
  std::vector<std::vector<std::string>> rows = {{"symbol", "shape", "here", "meaning"}};
  for (const Symbol& symbol : shapes.symbols)
    rows.push_back({in_math(std::string(symbol.expr.symbol())), in_math(symbol.rows + " × " + symbol.cols),
                    in_math(fmt::format("{} × {}", symbol.expr.rows(), symbol.expr.cols())),
                    prose_to_latex(symbol.meaning)});
  return tabular("llll", rows);
}

std::string figure(const std::vector<std::string>& files, const std::string& caption) {
  std::string text = "\\begin{center}\n";
  for (const std::string& file : files) text += "\\picturefile{" + file + "}\n";
  return text + "\\par\\small " + prose_to_latex(caption) + "\n\\end{center}\n";
}

std::string latex_of(const Picture& picture) { return figure(picture_files(picture), picture.caption); }
std::string latex_of(const PixelPicture& picture) { return figure(picture_files(picture), picture.caption); }

std::string latex_of(const DerivationBlock& block) { return to_latex(block.derivation) + "\n"; }

std::string latex_of(const DifferencesTable& differences) {
  std::vector<std::vector<std::string>> rows = {
      {"derivative", "shape", "worst at", "step", "relative error", "uncertainty", "verdict"}};
  for (std::size_t i = 0; i < differences.check.variables.size(); ++i) {
    const VariableCheck& v = differences.check.variables[i];
    rows.push_back({prose_to_latex(differences.claims[i]),
                    in_math(fmt::format("{} × {}", v.shape.rows, v.shape.cols)), latex_text(v.worst),
                    number_latex(v.step), number_latex(v.relative_error), number_latex(v.uncertainty),
                    to_text(v.verdict)});
  }
  return "\\noindent " + prose_to_latex(differences.caption) + "\n" + tabular("lllllll", rows);
}

std::string heading(GradeVerdict verdict) {
  std::string text = to_text(verdict);
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

std::string latex_of(const GradedAnswers& graded) {
  std::string text;
  for (const GradedAnswers::Row& row : graded.rows)
    text += "\\noindent\\textbf{" + heading(row.verdict) + ".} " + latex_of(row.answer) +
            prose_to_latex(mark_math(row.response)) + "\n\n";
  return text;
}

std::string section_title(const Section& section) {
  const std::string title = prose_to_latex(section.title);
  if (!section.question || section.question->empty()) return title;
  return latex_text(*section.question) + ") " + title;
}

}  // namespace

std::string latex_page(const Page& page) {
  std::string text =
      "\\documentclass[a4paper]{article}\n\\usepackage[utf8]{inputenc}\n\\usepackage[T1]{fontenc}\n"
      "\\IfFileExists{lmodern.sty}{\\usepackage{lmodern}}{}\n"
      "\\usepackage{amsmath}\n\\usepackage{graphicx}\n" +
      std::string(picture_command) +
      "\\allowdisplaybreaks\n\\addtolength{\\hoffset}{-2cm}\n"
      "\\addtolength{\\textwidth}{4cm}\n\\setlength{\\parindent}{0pt}\n\\setlength{\\parskip}{4pt}\n"
      "\\title{Problem " +
      latex_text(page.number) + ": " + prose_to_latex(page.title) +
      "}\n\\author{}\n\\date{}\n\\begin{document}\n\\maketitle\n";
  if (!page.formula.empty()) text += "\\[ " + plain_math_to_latex(page.formula, true) + " \\]\n";
  if (!page.statement.empty()) text += prose_to_latex(page.statement) + "\n";
  for (const Section& section : page.sections) {
    text += "\n\\section*{" + section_title(section) + "}\n";
    for (const Block& block : section.blocks)
      text += std::visit([](const auto& some) { return latex_of(some); }, block);
  }
  return text + "\\end{document}\n";
}

}  // namespace matgrad::pages
