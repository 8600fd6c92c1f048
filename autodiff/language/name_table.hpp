#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/language/letter_convention.hpp"
#include "matgrad/autodiff/language/parse.hpp"
#include "matgrad/autodiff/language/shape_inference.hpp"
#include "matgrad/autodiff/language/shape_solver.hpp"

namespace matgrad {

/// The names of a formula that are not defined in it, with what is given and declared of their shapes.
class NameTable {
 public:
  struct Name {
    std::string name;
    UnknownShape shape;
    NamedLeaf leaf;
    std::size_t place;                     // where it first stands
    bool is_open;                          // the shape was not declared
    std::optional<LetterKind> taken = {};  // by its letter
    bool has_chosen_size = false;
    bool might_be_scalar = false;  // but its letter says otherwise
  };

  NameTable(std::string_view text, const Syntax& syntax, const ParseOptions& options, SizeSystem& sizes);

  /// The shape of a name or an adjoint. Throws ParseError where it contradicts its declaration.
  UnknownShape shape_of(const SyntaxNode& node);

  std::vector<Name>& names() { return names_; }
  /// The letters that stand for sizes, in order of declaration.
  const std::vector<std::pair<std::string, SizeSystem::Size>>& letters() const { return letters_; }

 private:
  void collect_letters(const Declaration& declaration);
  const SizeSystem::Size* letter(std::string_view name) const;
  UnknownShape fixed(Shape shape) { return {sizes_.fixed(shape.rows), sizes_.fixed(shape.cols)}; }
  UnknownShape shape_of_adjoint(const SyntaxNode& node);
  SizeSystem::Size declared(const DeclaredSize& size);
  void apply(const Declaration& declaration, Name& name);
  std::string other_shape(const Name& name) const;
  std::string text(UnknownShape shape) const { return sizes_.text(shape.rows) + "×" + sizes_.text(shape.cols); }

  std::string_view text_;
  const Syntax& syntax_;
  const ParseOptions& options_;
  SizeSystem& sizes_;
  std::vector<Name> names_;
  std::map<std::string, std::size_t, std::less<>> place_of_;
  std::vector<std::pair<std::string, SizeSystem::Size>> letters_;
};

}  // namespace matgrad
