#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

/// Nested levels written of a formula; what lies deeper is cut off.
inline constexpr int greatest_written_depth = 100;

/// Whether the rows and the columns of a part of a formula follow from what is written.
struct ToldSizes {
  bool rows = false, cols = false;

  bool both() const { return rows && cols; }
};

/// Ones, zeros and the identity are written 1, 0 and I. How many rows and columns they have follows from the
/// operations around them: where an operation refuses any other size of an input, the other inputs tell it, and
/// where the result has this size too, the result does.
class SizesInText {
 public:
  using Names = std::unordered_map<const Node*, std::string>;

  /// A node among `names` is written by its name, as are leaves and named intermediates.
  explicit SizesInText(const Names& names) : names_(names) {}

  /// What the text of `part` tells by itself of its shape.
  ToldSizes told_by(const Expr& part) { return told_by(part, 0); }
  /// What the text around input i of `whole` tells of the shape of that input, where that much is told of `whole`.
  /// Inputs before it are taken to be written with what they need.
  ToldSizes told_around(const Expr& whole, std::size_t i, ToldSizes of_whole) {
    return told_around(whole, i, of_whole, 0);
  }

 private:
  ToldSizes told_by(const Expr& part, int depth);
  ToldSizes told_by_inputs(const Expr& whole, int depth);
  ToldSizes told_around(const Expr& whole, std::size_t i, ToldSizes of_whole, int depth);

  const Names& names_;
  std::unordered_map<const Node*, ToldSizes> told_;
};

/// The shape of `whole` if its input i had another; nothing where that would not fit.
std::optional<Shape> shape_with(const Expr& whole, std::size_t i, Shape other);

/// Whether `expr` is written as 1, 0 or I: a number or symbol whose notation states its size apart.
bool is_written_without_size(const Expr& expr);

}  // namespace matgrad
