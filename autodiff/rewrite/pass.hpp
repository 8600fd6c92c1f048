#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/followed.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {

/// A step of rewriting: other expressions of the same values. Rewriting is a list of them, applied in order.
struct Pass {
  std::string_view name;
  /// What it lowers or preserves, so that rewriting ends.
  std::string_view measure;
  /// What the roots of the graph become. `form` is the same for all passes of a list. `followed`, unless null, are
  /// the named values on their way.
  std::vector<Expr> (*apply)(const Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed);
};

/// Applies all of `passes` to what `graph` holds, which stays the same graph as long as they change nothing. Whether
/// it holds something else in the end.
bool apply(std::span<const Pass> passes, Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed);

}  // namespace matgrad
