#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/derive.hpp>
#include <matgrad/autodiff/expression/expr.hpp>
#include "examples/support/image_batch.hpp"
#include "examples/support/summary.hpp"

namespace matgrad::examples {

struct Options {
  std::string image_folder = default_image_folder;
  /// Where the graphs go.
  std::string output_folder = "build/worked_problems";
  /// Of the choice of images and of random starting points.
  std::uint64_t seed = 1;
  /// At most so many images in a check.
  Index most_images = 1000;
};

/// `count` images, or fewer if the options say so, of the first classes.
ImageBatch some_images(const Options& options, Index count, int classes = 10);

/// A row of the table of shapes: "W  m×n  2×4  encoder".
struct Symbol {
  Expr expr;
  std::string rows;
  std::string cols;
  std::string meaning;
};

/// What a problem prints, and what it checks. A problem states its model; the rest is asked of the model here.
class Worksheet {
 public:
  Worksheet(std::ostream& out, Options options) : out_(out), options_(std::move(options)) {}

  const Options& options() const { return options_; }
  Summary& summary() { return summary_; }
  const Summary& summary() const { return summary_; }
  /// Writes out what was printed so far.
  void flush();
  void mark_interrupted() { interrupted_ = true; }
  bool interrupted() const { return interrupted_; }

  /// Begins a problem; `number` appears in the summary.
  void begin(const std::string& number, const std::string& title);
  void section(const std::string& title);
  void line(const std::string& text);
  /// "name = formula".
  void formula(const std::string& name, const Expr& expr);
  void equation(const Notation& equation);
  /// Letters beside sizes. Throws Error where one letter would stand for two sizes.
  void shapes(const std::vector<Symbol>& symbols);
  /// Writes the graph of `loss` as NAME.dot, and NAME.svg where Graphviz is installed; the paths to `shared` are
  /// marked.
  void graph(const std::string& name, const Expr& loss, const Expr& shared);
  void derivation(const Derivation& derivation);

  /// Notes whether `value` agrees with `reference` to a relative error of 1e-10.
  void compare(const std::string& input, const std::string& quantity, const std::string& against,
               const Eigen::MatrixXd& value, const Eigen::MatrixXd& reference);
  /// Notes each variable of a check against finite differences; `quantities` has their names.
  void differences(const std::string& input, const std::vector<std::string>& quantities,
                   const GradientCheck& check);
  /// Notes something that holds or not.
  void require(const std::string& input, const std::string& quantity, const std::string& against, bool holds);

 private:
  std::ostream& out_;
  Options options_;
  Summary summary_;
  std::string problem_;
  bool interrupted_ = false;
};

}  // namespace matgrad::examples
