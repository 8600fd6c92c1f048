#pragma once

#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/expression/leaf_values.hpp>
#include "examples/support/reference_values.hpp"
#include "pages/worksheet.hpp"

namespace matgrad::examples {

/// A gradient found by hand: ∂(loss)/∂(variable) = closed_form.
struct Claim {
  std::string name;  // prose, "$∂L/∂W$"
  Expr variable;     // a leaf
  Expr closed_form;
  std::string reference;  // its name among the reference values; empty if it is not there
};

/// Checks claims at a point, and the automatic gradients with them: each against finite differences, and both
/// against the reference values, or against each other where there are none.
void check_claims(pages::Worksheet& sheet, const std::string& input, const Expr& loss,
                  const std::vector<Claim>& claims, const LeafValues<>& point,
                  const ReferenceValues* reference = nullptr);

/// The same for ∂(loss)/∂(node) where claim.variable is any node of the loss: for the differences a variable with
/// the node's value takes its place.
void check_node_claim(pages::Worksheet& sheet, const std::string& input, const Expr& loss, const Claim& claim,
                      const LeafValues<>& point, const ReferenceValues* reference = nullptr);

}  // namespace matgrad::examples
