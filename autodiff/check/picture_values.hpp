#pragma once

#include <Eigen/Core>

#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"
#include "matgrad/autodiff/show/graph_picture.hpp"

namespace matgrad {

/// Options for to_dot with the summaries of the values of all nodes of `root` where the leaves have the given
/// ones; if adjoints are drawn, also of those from a scalar root back to the nodes that are wanted.
///
/// Random leaves are drawn as in a call of a Function without Workspace. Throws MissingInputError for a leaf
/// without value, ShapeError for one of another shape, DerivativeError for a path without derivative, and what
/// evaluation throws.
DotOptions picture_values(const Expr& root, const LeafValues<>& values, DotOptions options = {});

}  // namespace matgrad
