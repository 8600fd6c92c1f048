#pragma once

#include <span>
#include <vector>

#include "matgrad/autodiff/expression/followed.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/tape/tape.hpp"

namespace matgrad {

/// A leaf and the value that it takes over after a call of a Function.
struct Update {
  Expr leaf;
  Expr value;
};

/// Orders what `outputs` and `updates` need on a tape, exactly as written. Names and stop_gradient cost nothing,
/// and operands of which only the shape matters are not evaluated. `names` are names that lowering took away.
///
/// Throws MissingInputError for a leaf that is not among `inputs`, ShapeError for an update of another shape, and
/// Error where an input is no leaf, stands twice or shares its name with another, or an update's leaf is no input.
Tape record(std::vector<Expr> inputs, std::span<const Expr> outputs, std::span<const Update> updates = {},
            std::span<const Followed> names = {});
/// The same for the graph of what the tape is to compute (all_roots), lowered or not.
Tape record(std::vector<Expr> inputs, Graph graph, std::span<const Update> updates,
            std::span<const Followed> names);

/// What a tape is to compute: the outputs, then the new values of the updates.
std::vector<Expr> all_roots(std::span<const Expr> outputs, std::span<const Update> updates);

/// Throws as record does for the inputs, without recording.
void check_inputs(std::span<const Expr> inputs, const Graph& graph);

}  // namespace matgrad
