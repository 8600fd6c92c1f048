#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/language/parse.hpp"
#include "matgrad/autodiff/language/syntax.hpp"

namespace matgrad {

/// What a name in a formula turned out to be.
struct NamedLeaf {
  enum class Kind {
    known,     // given as an expression
    variable,  // a new leaf
    size,      // the letter of a size: a number
    pi,
  };
  Kind kind = Kind::variable;
  Shape shape = {};
  Facts facts = {};
};

struct InferredShapes {
  std::vector<Shape> nodes;                              // of each node of the syntax
  std::vector<std::pair<std::string, NamedLeaf>> names;  // in order of appearance
  std::vector<std::pair<std::string, Index>> sizes;      // the letters of declarations
  std::vector<std::string> assumptions;
  std::vector<Index> chosen;  // sizes that nothing said
};

/// Finds the shape of each part: from what is given and declared, then from the operations, then by letters; sizes
/// that are still free become small distinct numbers. Throws ParseError at a contradiction.
InferredShapes infer_shapes(std::string_view text, const Syntax& syntax, const ParseOptions& options);

}  // namespace matgrad
