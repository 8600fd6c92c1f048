#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/notation.hpp"

namespace matgrad {

/// Letters for sizes, so that a shape can be shown as m×n beside 3×6. A size without a letter stays a number.
class ShapeLetters {
 public:
  ShapeLetters() = default;

  /// Sizes and their letters, which may be longer (N, 2m). Throws Error where one size gets two letters or one
  /// letter two sizes: give the sizes different numbers then.
  explicit ShapeLetters(std::vector<std::pair<Index, std::string>> letters);

  /// Letters m, n, p, … for the sizes above 1 in the leaves of `roots`, in order of appearance, save those that
  /// are names in them.
  static ShapeLetters chosen_for(std::span<const Expr> roots);

  bool empty() const { return letters_.empty(); }
  const std::vector<std::pair<Index, std::string>>& letters() const { return letters_; }

  /// "m", or the number.
  std::string text(Index size) const;
  /// "m×n".
  std::string text(Shape shape) const;
  /// The same for LaTeX and MathML.
  Notation notation(Shape shape) const;
  /// A formula in which the numbers that are sizes (those with `columns`) are letters: 1 / m for the 1 / 5 of a
  /// mean over 5 samples.
  Notation in(Notation formula) const;

 private:
  std::vector<std::pair<Index, std::string>> letters_;
};

}  // namespace matgrad
