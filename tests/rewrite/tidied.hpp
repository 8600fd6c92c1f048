#pragma once

#include <string>

#include <matgrad/autodiff/operations/leaf.hpp>

namespace matgrad::tests {

/// Variables to build from.
struct Matrices {
  Expr A = variable("A", 3, 3), B = variable("B", 3, 3), C = variable("C", 3, 3);
  Expr S = variable("S", 3, 3, Fact::symmetric);
  Expr v = variable("v", 3), w = variable("w", 3), s = variable("s", 1), t = variable("t", 1);
};

/// The tidied expression in print. Also checks that its value is kept and that tidying it again changes nothing.
std::string tidied(const Expr& expr);

}  // namespace matgrad::tests
