#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/show/shape_letters.hpp"

namespace matgrad {

/// What stands at the nodes of a picture besides their formulas: a text for each of some nodes.
using NodeTexts = std::vector<std::pair<Expr, std::string>>;

/// How to_dot draws.
struct DotOptions {
  /// The paths from this variable (or any node) to the root are highlighted, and numbered if it is used more than
  /// once, in the order in which derive() lists them.
  std::optional<Expr> highlight = {};
  /// The root's name, if it has none.
  std::string loss_name = "L";

  /// What the arrows show: the evaluation from the leaves to the root, the adjoints from the root back, or both.
  enum class Sweep { forward, backward, both };
  Sweep sweep = Sweep::forward;

  /// What gets a node of its own.
  enum class Detail {
    operations,  // everything, with the names of the operations
    steps,       // each step that has a name in derive(): transposes, multiples, numbers and repeated biases are
                 // folded into the formulas that use them
    names,       // leaves, the root and what the user has named
    by_hand,     // steps, or names where there are enough of them and the steps are more than a dozen
  };
  Detail detail = Detail::by_hand;

  /// The nodes whose adjoints are wanted. If none are given: the highlighted one; else all parameters; else all
  /// leaves.
  std::vector<Expr> with_respect_to = {};

  /// Values and adjoints of nodes, in a few characters; picture_values() makes them.
  NodeTexts values = {};
  NodeTexts adjoint_values = {};

  /// How names are shown. Without an entry here rho_hat is ρ̂ and W1 is W₁.
  DisplayNames names = {};
  /// Shapes are written with these: m×n for 3×6.
  ShapeLetters shape_letters = {};

  enum class Direction { up, right };
  Direction direction = Direction::up;
};

/// The graph of an expression as text for Graphviz. On every node stand its name, formula and shape; leaves that
/// are learnt (parameters and the nodes in `with_respect_to` or `highlight`), other leaves, constants and the root
/// are told apart by form and colour. Each shared node is drawn once. What gives only its shape is dashed, or not
/// drawn unless every operation is.
///
/// Backward, the arrows are dashed in red and carry the adjoints, in terms of the names and of the adjoints of the
/// users: "∂L/∂K = 2 K"; where a node has several users, what each of them contributes.
///
/// Throws DerivativeError if adjoints are wanted on a path through an operation without derivative.
std::string to_dot(const Expr& root, const DotOptions& options = {});

/// The same picture in words, for those who do not see it: what it begins with, and its formulas in order.
std::string describe_graph(const Expr& root, const DotOptions& options = {});

}  // namespace matgrad
