#include "examples/support/worksheet.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>
#include <matgrad/autodiff/show/text_table.hpp>

namespace matgrad::examples {
namespace {

constexpr double tolerance = 1e-10;

/// A letter, or a number that is its own size.
void bind_letter(std::map<std::string, Index>& sizes, const std::string& letter, Index size) {
  if (letter == std::to_string(size)) return;
  const auto [found, added] = sizes.emplace(letter, size);
  if (!added && found->second != size)
    throw Error(fmt::format("the letter {} stands for {} and for {}", letter, found->second, size));
}

}  // namespace

ImageBatch some_images(const Options& options, Index count, int classes) {
  return read_image_batch(options.image_folder, std::min(count, options.most_images), classes, options.seed);
}

void Worksheet::flush() { out_.flush(); }

void Worksheet::begin(const std::string& number, const std::string& title) {
  problem_ = number;
  const std::string heading = fmt::format("Problem {} · {}", number, title);
  out_ << "\n" << heading << "\n" << std::string(display_width(heading), '=') << "\n";
}

void Worksheet::section(const std::string& title) { out_ << "\n" << title << "\n\n"; }

void Worksheet::line(const std::string& text) { out_ << "  " << text << "\n"; }

void Worksheet::formula(const std::string& name, const Expr& expr) { line(name + " = " + to_text(expr)); }
void Worksheet::equation(const Notation& equation) { line(to_text(equation)); }

void Worksheet::shapes(const std::vector<Symbol>& symbols) {
  std::map<std::string, Index> sizes;
  std::vector<std::vector<std::string>> rows = {{"symbol", "shape", "here", "meaning"}};
  for (const Symbol& symbol : symbols) {
    bind_letter(sizes, symbol.rows, symbol.expr.rows());
    bind_letter(sizes, symbol.cols, symbol.expr.cols());
    rows.push_back({std::string(symbol.expr.symbol()), symbol.rows + "×" + symbol.cols,
                    to_string(symbol.expr.shape()), symbol.meaning});
  }
  out_ << text_table(rows, "  ");
}

void Worksheet::graph(const std::string& name, const Expr& loss, const Expr& shared) {
  const std::filesystem::path folder = options_.output_folder;
  std::filesystem::create_directories(folder);
  DotOptions options;
  options.highlight = shared;
  const std::string dot = to_dot(loss, options), file = (folder / (name + ".dot")).string();
  std::ofstream(file) << dot;
  if (!std::filesystem::exists(file) || std::filesystem::file_size(file) != dot.size())
    throw FileError("cannot write " + file);
  line("graph: " + file);
  const std::string svg = (folder / (name + ".svg")).string();
  const PictureResult picture = write_svg(dot, svg);
  line(picture ? "       " + svg : "       no picture: " + picture.hint);
}

void Worksheet::derivation(const Derivation& derivation) { out_ << to_text(derivation) << "\n"; }

void Worksheet::compare(const std::string& input, const std::string& quantity, const std::string& against,
                        const Eigen::MatrixXd& value, const Eigen::MatrixXd& reference) {
  const double error = relative_error(value, reference);
  summary_.add(
      {problem_, input, quantity, against, error, error <= tolerance ? Verdict::passed : Verdict::failed});
}

void Worksheet::differences(const std::string& input, const std::vector<std::string>& quantities,
                            const GradientCheck& check) {
  if (quantities.size() != check.variables.size()) throw Error("a name is needed for each checked variable");
  for (std::size_t i = 0; i < quantities.size(); ++i)
    summary_.add({problem_, input, quantities[i], "finite differences", check.variables[i].relative_error,
                  check.variables[i].verdict});
  out_ << to_text(check) << "\n";
}

void Worksheet::require(const std::string& input, const std::string& quantity, const std::string& against,
                        bool holds) {
  summary_.add({problem_, input, quantity, against, {}, holds ? Verdict::passed : Verdict::failed});
}

}  // namespace matgrad::examples
