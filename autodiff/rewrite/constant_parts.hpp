#pragma once

#include <span>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"

namespace matgrad {

/// For each node of `graph`: whether its value depends on a leaf or is drawn, and so may change from call to call.
Marks varying_values(const Graph& graph);

/// Whether a constant, which depends on nothing that varies, is computed once and kept: its value is no larger
/// than what it is computed from, or costs more than reading it.
bool is_worth_keeping(const Expr& constant);

/// For each node of `graph`: whether every evaluation of `roots` computes it anew.
Marks computed_each_time(const Graph& graph, std::span<const Expr> roots);

}  // namespace matgrad
