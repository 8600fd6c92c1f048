#include "matgrad/autodiff/expression/node_count.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {

TEST_CASE("nodes are counted once, however often they are used") {
  const Expr x = variable("x", 3), a = tanh(x), square = hadamard(a, a), root = square + a;  // 4 nodes
  CHECK(has_more_nodes(root, 3));
  CHECK(!has_more_nodes(root, 4));
  CHECK(has_more_nodes(x, 0));
  CHECK(!has_more_nodes(x, 1));
}

}  // namespace matgrad::tests
