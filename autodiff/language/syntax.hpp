#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/language/declaration.hpp"
#include "matgrad/autodiff/language/function_table.hpp"

namespace matgrad {

/// One part of a formula. Operators are calls too.
struct SyntaxNode {
  enum class Kind {
    number,       // numbers[0]
    matrix,       // numbers row by row, columns
    name,         // name; definition, if it was defined in the text
    adjoint,      // adj(name)
    call,         // function(inputs; numbers)
    unspecified,  // name⁽order⁾(input), of a function known by name only
    derivative,   // function⁽order⁾(input), entry by entry
  };
  Kind kind = Kind::number;
  std::string name = {};
  std::optional<std::size_t> definition = {};
  const LanguageFunction* function = nullptr;
  std::vector<std::size_t> inputs = {};  // positions among the nodes
  std::vector<double> numbers = {};
  std::size_t columns = 0;
  std::string word = {};
  int order = 0;
  std::size_t begin = 0, end = 0, at = 0;  // bytes of the text: what was written, and where an error points
  std::optional<double> value = {};        // of a formula of numbers alone
};

/// A program as it was written. Nodes stand behind their inputs, so that walks need no recursion.
struct Syntax {
  struct Definition {
    std::string name;
    std::size_t node, at;
  };
  std::vector<SyntaxNode> nodes;
  std::vector<Definition> definitions;
  std::size_t result = 0;
  Declarations declarations;                               // in the text
  std::vector<std::string> declared;                       // the names of these in order
  std::map<std::string, std::size_t, std::less<>> places;  // where each stands
  std::vector<std::string> notes;                          // on what could have been meant otherwise
};

/// The names that a text may use without saying what they are: which are functions, and which are values.
struct KnownNames {
  using Names = std::set<std::string, std::less<>>;
  Names values, functions;
  Names scalars = {};  // of the values
  Names asked = {};    // may be values
};

/// Reads `text` without asking for shapes. Throws ParseError.
Syntax parse_syntax(std::string_view text, const KnownNames& known);

}  // namespace matgrad
