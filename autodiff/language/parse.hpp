#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/language/declaration.hpp"
#include "matgrad/autodiff/language/parse_error.hpp"

namespace matgrad {

/// What is known of a formula from outside of its text.
struct ParseOptions {
  /// Shapes of names, for example of values that are given: they come before everything but known names. Beside
  /// them an eye, vector(c) or matrix(c) of which nothing fixes the size has a single entry.
  std::map<std::string, Shape, std::less<>> shapes = {};
  /// Declarations that do not stand in the text, as parse_declarations reads them.
  Declarations declarations = {};
  /// What names stand for, for example the variables and named intermediates of a question.
  std::map<std::string, Expr, std::less<>> known = {};
  /// The shape of the result, where it is known: a 1, 0 or I in the formula may take its size from it, and a
  /// number stands for the matrix of it.
  std::optional<Shape> result = {};
  /// Numbers for the sizes that nothing says, in the order of Formula::chosen_sizes; else they are small and
  /// distinct.
  std::vector<Index> preferred_sizes = {};
  /// Names that are asked for: a word such as Xw may be two of these side by side.
  std::set<std::string, std::less<>> asked = {};
  /// What adj(name), also written ∂L/∂name, stands for; nothing where the name has no adjoint.
  std::function<std::optional<Expr>(std::string_view name)> adjoint = {};
};

/// A formula that was read, as an expression.
struct Formula {
  Expr result;
  /// The named intermediates in the order of their definitions, each built by named(); `result` refers to them.
  std::vector<std::pair<std::string, Expr>> definitions = {};
  /// The variables made for names that were not known, in order of appearance. Declared facts are theirs.
  std::vector<Expr> variables = {};
  /// What was decided without having been said, each a sentence: "b taken as a scalar; declare b: 6 for a vector".
  std::vector<std::string> assumptions = {};
  /// The unspecified functions, declared by "f: function".
  std::vector<std::string> functions = {};
  /// The letters that declarations use for sizes, with the numbers taken for them.
  std::vector<std::pair<std::string, Index>> sizes = {};
  /// The numbers taken for sizes that nothing said.
  std::vector<Index> chosen_sizes = {};
};

/// Reads a text such as "W: 3x6; K = W'*W*x - x; 0.5*sum(K.^2)": declarations, named intermediates and, at last,
/// the formula. A last statement "L = …" is the formula too. Sizes that nothing says are small and distinct.
/// Throws ParseError where the text cannot be read, where shapes contradict each other, and nothing else.
Formula parse_formula(std::string_view text, const ParseOptions& options = {});

}  // namespace matgrad
