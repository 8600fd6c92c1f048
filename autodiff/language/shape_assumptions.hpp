#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/name_table.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"
#include "matgrad/autodiff/language/syntax.hpp"

namespace matgrad {

/// The sentences that say what was taken for what, once every size has a number.
class ShapeAssumptions {
 public:
  /// `fresh_size` is an example of a size.
  ShapeAssumptions(const Syntax& syntax, const ShapeSolver& solver, Index fresh_size)
      : syntax_(syntax), solver_(solver), fresh_size_(fresh_size) {}

  /// Of a name; empty if it is what its letter says.
  std::string on(const NameTable::Name& name) const;
  /// Of eye, vector(1), … that are 1×1; `chosen` are those of which nothing says the size.
  std::vector<std::string> on_fillings(const std::vector<std::size_t>& chosen) const;

 private:
  Shape shape_of(std::size_t node) const;
  bool takes(const SyntaxNode& node, const NameTable::Name& name) const;
  bool may_be_product(std::string_view name) const;
  bool is_base_of_power(const NameTable::Name& name) const;
  std::string other_shape(const NameTable::Name& name) const;
  std::string other_meaning(const NameTable::Name& name) const;

  const Syntax& syntax_;
  const ShapeSolver& solver_;
  Index fresh_size_;
};

}  // namespace matgrad
