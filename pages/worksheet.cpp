#include "pages/worksheet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>
#include "pages/svg_picture.hpp"

#include "pages/page_text.hpp"
#include "pages/step_plot.hpp"
#include "pages/text_file.hpp"

namespace matgrad::pages {
namespace {

constexpr double tolerance = 1e-10;

/// What was drawn, if anything was.
std::vector<std::string> drawings_of(const SvgResult& drawn) {
  return drawn ? std::vector{drawn.svg} : std::vector<std::string>{};
}

/// A letter, or a number that is its own size.
void bind_letter(std::map<std::string, Index>& sizes, const std::string& letter, Index size) {
  if (letter == std::to_string(size)) return;
  const auto [found, added] = sizes.emplace(letter, size);
  if (!added && found->second != size)
    throw Error(fmt::format("the letter {} stands for {} and for {}", letter, found->second, size));
}

}  // namespace

void Worksheet::flush() { out_.flush(); }

Page& Worksheet::page() {
  if (pages_.empty()) throw Error("a worksheet begins with the title of a problem");
  Page& page = pages_.back();
  page.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  return page;
}

PageQuestion& Worksheet::last_question() {
  if (page().questions.empty()) throw Error("problem " + page().number + " answers before it asks");
  return page().questions.back();
}

void Worksheet::begin(const std::string& number, const std::string& title, const std::string& formula,
                      const std::string& statement) {
  begun_ = std::chrono::steady_clock::now();
  letters_ = {};
  pages_.push_back({});
  page().number = number;
  page().title = title;
  page().formula = formula;
  page().statement = statement;
  page().conditions = {{"Seed", std::to_string(options_.seed)}};
  page().conditions.insert(page().conditions.end(), options_.conditions.begin(), options_.conditions.end());
  out_ << "\n"
       << underlined(
              fmt::format("Problem {} · {}{}{}", number, plain(title), formula.empty() ? "" : ": ", formula), '=');
  if (!statement.empty()) out_ << "\n" << plain(statement) << "\n";
}

void Worksheet::question(const std::string& label, const std::string& statement) {
  page().questions.push_back({label, statement});
  out_ << "\n" << to_text(page().questions.back()) << "\n";
  page().sections.push_back({statement, {}, label});
}

void Worksheet::answer(const std::string& symbol, const Expr& formula, const std::string& about) {
  answer(in_letters(equation(symbol, formula, about)));
}

void Worksheet::answer(Equation equation) {
  last_question().answers.push_back({std::move(equation)});
  add(last_question().answers.back());
}

void Worksheet::answer(const std::string& prose) {
  last_question().answers.push_back({Paragraph{prose}});
  add(last_question().answers.back());
}

void Worksheet::explain(const std::string& label, const std::string& statement, const std::string& answer,
                        const std::string& more) {
  question(label, statement);
  this->answer(answer);
  line("Explanation, as written: " + more);
}

void Worksheet::missing(const std::string& prose) { last_question().missing = prose; }

void Worksheet::open_question(const std::string& label, const std::string& statement, const std::string& why) {
  page().questions.push_back({label, statement, {}, why});
  out_ << "\n" << to_text(page().questions.back());
}

void Worksheet::section(const std::string& title) {
  page().sections.push_back({title});
  out_ << "\n" << plain(title) << "\n\n";
}

void Worksheet::add(Block block) {
  if (page().sections.empty()) section("Model");
  out_ << to_text(block);
  page().sections.back().blocks.push_back(std::move(block));
}

void Worksheet::line(const std::string& prose) { add(Paragraph{prose}); }

void Worksheet::formula(const std::string& symbol, const Expr& expr, const std::string& about) {
  add(in_letters(equation(symbol, expr, about)));
}

void Worksheet::shapes(const std::vector<Symbol>& symbols) {
  std::map<std::string, Index> sizes;
  for (const Symbol& symbol : symbols) {
    bind_letter(sizes, symbol.rows, symbol.expr.rows());
    bind_letter(sizes, symbol.cols, symbol.expr.cols());
  }
  std::map<Index, std::string> letters;
  for (const auto& [letter, size] : sizes) letters.emplace(size, letter);
  letters_ = ShapeLetters({letters.begin(), letters.end()});
  add(ShapeTable{symbols});
}

void Worksheet::graph(const std::string& name, const std::string& caption, const Expr& loss, const Expr& shared) {
  const std::filesystem::path folder = options_.output_folder;
  std::filesystem::create_directories(folder);
  DotOptions options;
  options.highlight = shared;
  options.sweep = DotOptions::Sweep::both;
  options.shape_letters = letters_;
  const std::string dot = to_dot(loss, options), in_words = describe_graph(loss, options);
  write_file((folder / (name + ".dot")).string(), dot);
  const SvgResult drawn = to_svg(dot, {.title = "Graph of the computation", .description = in_words});
  if (drawn) write_file((folder / (name + ".svg")).string(), drawn.svg);
  add(Picture{name, caption, in_words, drawings_of(drawn), drawn.hint});
}

void Worksheet::derivation(Derivation derivation) {
  derivation.set_shape_letters(letters_);
  add(DerivationBlock{std::move(derivation)});
}

Equation Worksheet::in_letters(Equation equation) const {
  equation.formula = letters_.in(std::move(equation.formula));
  for (Notation& part : equation.where) part = letters_.in(std::move(part));
  return equation;
}

void Worksheet::grade(const Expr& loss, const Expr& wrt, const std::vector<std::pair<std::string, Expr>>& answers,
                      const GradeOptions& options) {
  GradedAnswers graded;
  for (const auto& [about, answer] : answers) {
    const Grade grade = matgrad::grade(loss, wrt, answer, options);
    graded.rows.push_back({in_letters(equation(grade.question, answer, about)), grade.verdict, to_text(grade)});
  }
  add(std::move(graded));
}

void Worksheet::step_curves(const std::string& name, const Expr& loss, const std::vector<Expr>& variables,
                            const LeafValues<>& values) {
  Picture picture;
  picture.name = name;
  picture.caption =
      "The error of finite differences against their step: a great step cuts off the Taylor series, a small one "
      "loses "
      "digits. The check uses six points and chooses the step for each direction.";
  for (const Expr& variable : variables) {
    const Plot plot = step_plot(step_curve(loss, variable, values, {.seed = options_.seed}));
    const SvgResult drawn = to_svg(plot, {370, 300});
    if (drawn) picture.drawings.push_back(drawn.svg);
    picture.hint = drawn.hint;
    picture.description += (picture.description.empty() ? "" : " ") + describe_plot(plot);
  }
  add(std::move(picture));
}

void Worksheet::plot(const std::string& name, const std::string& caption, const Plot& plot) {
  const SvgResult drawn = to_svg(plot);
  add(Picture{name, caption, describe_plot(plot), drawings_of(drawn), drawn.hint});
}

void Worksheet::note(CheckedQuantity quantity) {
  summary_.add(quantity);
  page().checked.push_back(quantity);
}

void Worksheet::compare(const std::string& input, const std::string& quantity, const std::string& against,
                        const Eigen::MatrixXd& value, const Eigen::MatrixXd& reference) {
  const double error = relative_error(value, reference);
  note({page().number, input, quantity, against, error, error <= tolerance ? Verdict::passed : Verdict::failed});
}

void Worksheet::differences(const std::string& input, const std::string& caption,
                            const std::vector<std::string>& claims, const std::string& found,
                            const GradientCheck& check) {
  if (claims.size() != check.variables.size()) throw Error("a name is needed for each checked variable");
  for (std::size_t i = 0; i < claims.size(); ++i)
    note({page().number, input, claims[i] + ", " + found, "finite differences", check.variables[i].relative_error,
          check.variables[i].verdict});
  add(DifferencesTable{caption, claims, check});
}

void Worksheet::require(const std::string& input, const std::string& quantity, const std::string& against,
                        bool holds) {
  note({page().number, input, quantity, against, {}, holds ? Verdict::passed : Verdict::failed});
}

}  // namespace matgrad::pages
