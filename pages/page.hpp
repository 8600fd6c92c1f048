#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <matgrad/autodiff/check/check_gradient.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/notation.hpp>
#include <matgrad/autodiff/grade/grade.hpp>

namespace matgrad::pages {

// What a worked problem states, as data. Rendered as text, HTML and LaTeX by other files of this folder.
//
// Every `std::string` described as prose is written text in which what stands between two $ is mathematics in
// plain Unicode, as matgrad prints it: "the factor $Wᵀ$ of $∂L/∂W$".

/// A paragraph of prose.
struct Paragraph {
  std::string prose;
};

/// A formula, and what the names t₁, t₂, … in it stand for, perhaps with words about it before.
struct Equation {
  Notation formula;
  std::vector<Notation> where = {};
  std::string about = {};  // prose, "By the factor $W$, the encoder"
};
/// symbol = formula of the expression; the symbol is plain Unicode, "∂L/∂W".
Equation equation(const std::string& symbol, const Expr& expr, const std::string& about = {});

/// A one-line answer to a question.
struct Answer {
  std::variant<Equation, Paragraph> content;
};

/// A row of the table of shapes: "W  m×n  2×4  encoder".
struct Symbol {
  Expr expr;
  std::string rows;
  std::string cols;
  std::string meaning;  // prose
};

struct ShapeTable {
  std::vector<Symbol> symbols;
};

/// A graph or a plot, or several beside each other, each an svg element. Without their program there is only the
/// hint how to get them.
struct Picture {
  std::string name;         // a file name without extension, unique in the report
  std::string caption;      // prose
  std::string description;  // for those who do not see it; prose without mathematics
  std::vector<std::string> drawings;
  std::string hint = {};
};

/// A picture made of pixels, as the bytes of a PNG file.
struct PixelPicture {
  std::string name;
  std::string caption;
  std::string description;
  std::vector<std::uint8_t> png;
};

struct DerivationBlock {
  Derivation derivation;
};

/// One line of the summary.
struct CheckedQuantity {
  std::string problem;
  std::string input;     // on which numbers: "images", the name of the reference values
  std::string quantity;  // what was checked; prose
  std::string against;   // with what it was compared; prose
  std::optional<double> relative_error;
  Verdict verdict = Verdict::passed;
};

/// Gradients compared with finite differences.
struct DifferencesTable {
  std::string caption;              // prose
  std::vector<std::string> claims;  // one for each variable of the check; prose, "$∂L/∂W$"
  GradientCheck check;
};

/// Answers that people give, and what the grader says to them.
struct GradedAnswers {
  struct Row {
    Equation answer;
    GradeVerdict verdict = GradeVerdict::undecided;
    std::string response;  // the grader's words
  };
  std::vector<Row> rows;
};

using Block = std::variant<Paragraph, Equation, Answer, ShapeTable, Picture, PixelPicture, DerivationBlock,
                           DifferencesTable, GradedAnswers>;

struct Section {
  std::string title;  // prose
  std::vector<Block> blocks = {};
  /// The label of the question that it answers, if it answers one.
  std::optional<std::string> question = {};
};

/// A question of a problem, and the one-line answers to it; none if nothing of it is worked yet.
struct PageQuestion {
  std::string label;      // "a"; empty if the problem has only one
  std::string statement;  // prose
  std::vector<Answer> answers = {};
  /// Why it is not worked, or not in full; prose.
  std::string missing = {};

  /// What stands before `missing`.
  std::string_view lack() const { return answers.empty() ? "Not worked yet" : "Still open"; }
};

/// One problem.
struct Page {
  std::string number;
  std::string title;      // prose
  std::string formula;    // the loss, in plain Unicode; may be empty
  std::string statement;  // the model; prose
  std::vector<PageQuestion> questions;
  std::vector<Section> sections;
  std::vector<CheckedQuantity> checked;
  /// Data, seed and the like: name and value, both prose.
  std::vector<std::pair<std::string, std::string>> conditions;
  double seconds = 0;
};

/// Prose without the marks of mathematics.
std::string plain(const std::string& prose);

}  // namespace matgrad::pages
