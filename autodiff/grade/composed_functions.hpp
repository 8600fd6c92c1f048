#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad::grading {

/// Whether two expressions are the same formula, though not the same nodes.
bool is_same_formula(const Expr& a, const Expr& b);

/// A call that stands for several nodes, as elu(a) does for select(a > 0, a, expm1(minimum(a, 0))), or for one
/// that is written otherwise.
struct ComposedFunction {
  Expr value;
  Expr argument;
  std::string before, after;  // of the argument in the text: "clamp(" and ", 0, 1)"
};

/// The function that a node is the value of; nothing for what is none of these.
std::optional<ComposedFunction> composed_function(const Expr& node);
/// The nodes inside of such functions in a graph: those below their values, but not in their arguments.
std::unordered_set<const Node*> inside_composed_functions(const Graph& graph);
/// Whether all steps from the variable on lie in one such function of it.
bool is_used_in_one_function(const Graph& graph, const Expr& variable);

}  // namespace matgrad::grading
