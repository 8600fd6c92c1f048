#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace matgrad {

/// A number of rows or columns in a signature.
struct SizeTerm {
  enum class Kind {
    fixed,       // `first` itself
    letter,      // first: equal letters are equal sizes
    argument,    // the number argument `first`, counted from 0
    sum,         // of two letters, as the others below
    difference,  // of a letter and one
    product,
    least,
    built,  // as the built expression has it
  };
  Kind kind = Kind::fixed;
  char first = 1, second = 0;
};
using ShapeTerm = std::array<SizeTerm, 2>;

/// How the shape of a result follows from those of the inputs, read from a short text:
///   "n n, n k -> n k"      shapes, equal letters for equal sizes; 1, m+n, m-1, m*n and m&n (the least) too, of
///   letters
///                          that some input has by themselves
///   "~, ~ -> ~"            entry by entry: one shape, and scalars that go with it
///   "m n; 2 -> $0 $1"      two numbers follow the inputs and are the sizes of the result
///   "m n; 0-1 -> ?"        up to one number; the shape is known once the operation is built
///   "m n, … -> ?"            any further inputs
///   "product", "diagonal", "entry"    rules of their own
///   "beside", "below", "along"    any number of blocks side by side, one below the other, along the diagonal
///   "part beside", …         a whole and the shapes of its blocks; a number says which of them is the result
struct Signature {
  enum class Rule { shapes, entrywise, product, diagonal, entry, blocks };
  /// Blocks add up in their rows, in their columns or in both; they are equal in the others.
  struct Blocks {
    bool rows = false, cols = false, is_part = false;
  };
  Rule rule = Rule::shapes;
  Blocks blocks = {};
  std::vector<ShapeTerm> inputs = {};
  ShapeTerm output = {};
  std::size_t least_inputs = 0, most_inputs = 0;
  std::size_t least_numbers = 0, most_numbers = 0;

  Signature(const char* text);
};

}  // namespace matgrad
