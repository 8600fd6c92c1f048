#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/name_table.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"
#include "matgrad/autodiff/language/syntax.hpp"

namespace matgrad {

/// What has no size of its own: eye, vector(c), matrix(c) and the 1 or 0 that stands for a matrix.
bool is_filling(const SyntaxNode& node);

/// How these get their sizes.
class Fillings {
 public:
  Fillings(std::string_view text, const Syntax& syntax, ShapeSolver& solver)
      : text_(text), syntax_(syntax), solver_(solver) {}

  /// In a sum with nothing but data of size one, as X*w + vector(1) with a single sample, they have that size.
  void follow_data();
  /// Else they are no scalars if they can be anything else.
  void follow_possibilities();
  /// Their sizes that have no value and are those of no variable.
  std::vector<SizeSystem::Size> unfixed(const std::vector<NameTable::Name>& names) const;
  /// Gives these the size 1 where that is possible; returns whether it was for any.
  bool take_as_one(const std::vector<SizeSystem::Size>& open);

 private:
  /// What a part of a formula may bring into a sum.
  struct Content {
    bool data = false;     // 1×1, but made of matrices: a product, a row sum, …
    bool filling = false;  // nothing with a size but fillings
    bool name = false;     // may be a scalar
    bool other = false;
  };
  Content content(std::size_t node, const std::vector<Content>& contents) const;
  bool is_data(std::size_t node, const std::vector<Content>& contents) const;

  std::string_view text_;
  const Syntax& syntax_;
  ShapeSolver& solver_;
};

}  // namespace matgrad
