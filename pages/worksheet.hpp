#pragma once

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/show/shape_letters.hpp>
#include "pages/page.hpp"
#include "pages/plot.hpp"
#include "pages/summary.hpp"

namespace matgrad::pages {

struct WorksheetOptions {
  /// Where the graphs go, as .dot and .svg files.
  std::string output_folder = ".";
  /// Of random starting points and directions.
  std::uint64_t seed = 1;
  /// What else holds for this run, stated on each page: name and value, both prose.
  std::vector<std::pair<std::string, std::string>> conditions = {};
};

/// What a problem states and checks: printed at once as text, and kept as data for the report.
class Worksheet {
 public:
  Worksheet(std::ostream& out, WorksheetOptions options) : out_(out), options_(std::move(options)) {}

  const WorksheetOptions& options() const { return options_; }
  Summary& summary() { return summary_; }
  const Summary& summary() const { return summary_; }
  const std::vector<Page>& pages() const { return pages_; }
  /// Writes out what was printed so far.
  void flush();
  void mark_interrupted() { interrupted_ = true; }
  bool interrupted() const { return interrupted_; }

  // Strings called prose may hold mathematics between two $ (see Page).

  /// Begins a problem; `number` appears in the summary. Title and statement are prose, the formula of the loss is
  /// plain Unicode.
  void begin(const std::string& number, const std::string& title, const std::string& formula = {},
             const std::string& statement = {});
  /// A section that answers a question of the problem; the statement is prose. The label may be empty.
  void question(const std::string& label, const std::string& statement);
  /// A one-line answer to the last question, for the page and for the index.
  void answer(const std::string& symbol, const Expr& formula, const std::string& about = {});
  void answer(Equation equation);
  void answer(const std::string& prose);
  /// A question answered in words, by a sentence for the index and more below it; the page says that these words
  /// were written, not computed.
  void explain(const std::string& label, const std::string& statement, const std::string& answer,
               const std::string& more);
  /// What the last question asks beyond the answers given.
  void missing(const std::string& prose);
  /// A question that is not worked yet, and why; both prose.
  void open_question(const std::string& label, const std::string& statement, const std::string& why);
  /// A section that answers no question by itself.
  void section(const std::string& title);

  void line(const std::string& prose);
  /// "symbol = formula", perhaps with words about it (prose).
  void formula(const std::string& symbol, const Expr& expr, const std::string& about = {});
  /// Letters beside sizes. Throws Error where one letter would stand for two sizes.
  void shapes(const std::vector<Symbol>& symbols);
  /// Draws the graph of `loss`, with the paths to `shared` marked; also writes it as NAME.dot, and as NAME.svg
  /// where Graphviz is installed.
  void graph(const std::string& name, const std::string& caption, const Expr& loss, const Expr& shared);
  void derivation(Derivation derivation);
  /// Draws how the error of finite differences depends on the step, for each variable along a random direction.
  void step_curves(const std::string& name, const Expr& loss, const std::vector<Expr>& variables,
                   const LeafValues<>& values);
  /// Draws a plot; the name is that of a file, unique in the report.
  void plot(const std::string& name, const std::string& caption, const Plot& plot);
  /// What the grader says to answers to ∂(loss)/∂(wrt), each with words about it (prose).
  void grade(const Expr& loss, const Expr& wrt, const std::vector<std::pair<std::string, Expr>>& answers,
             const GradeOptions& options = {});
  void add(Block block);

  /// Notes whether `value` agrees with `reference` to a relative error of 1e-10.
  void compare(const std::string& input, const std::string& quantity, const std::string& against,
               const Eigen::MatrixXd& value, const Eigen::MatrixXd& reference);
  /// Notes each variable of a check against finite differences: "$∂L/∂W$" among the claims, "automatic" how it was
  /// found.
  void differences(const std::string& input, const std::string& caption, const std::vector<std::string>& claims,
                   const std::string& found, const GradientCheck& check);
  /// Notes something that holds or not.
  void require(const std::string& input, const std::string& quantity, const std::string& against, bool holds);

 private:
  Page& page();
  PageQuestion& last_question();
  /// With the letters of the last table of shapes for sizes.
  Equation in_letters(Equation equation) const;
  void note(CheckedQuantity quantity);

  std::ostream& out_;
  WorksheetOptions options_;
  Summary summary_;
  std::vector<Page> pages_;
  std::chrono::steady_clock::time_point begun_;
  ShapeLetters letters_;
  bool interrupted_ = false;
};

}  // namespace matgrad::pages
