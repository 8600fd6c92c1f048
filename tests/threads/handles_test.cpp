#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "support/deep_chain.hpp"
#include "support/together.hpp"

namespace matgrad::tests {
TEST_CASE("two threads drop the last handles at once") {
  const Expr x = variable("x", 1);
  for (int round = 0; round < 200; ++round) {
    // The two ends share all but the last node; whoever comes second frees the chain.
    std::optional<Expr> one(deep_chain(x, 500));
    std::vector<std::optional<Expr>> ends{tanh(*one), *one};
    one.reset();
    together<int>(2, [&](int number) {
      ends[static_cast<std::size_t>(number)].reset();
      return 0;
    });
  }
  CHECK(x.symbol() == "x");
}

TEST_CASE("two threads copy and drop handles of one graph") {
  const Expr x = variable("x", 1);
  const Expr y = deep_chain(x, 100);
  CHECK(together<int>(2, [&](int) {
          int kept = 0;
          for (int i = 0; i < 500; ++i) {
            const std::vector<Expr> copies(10, y);
            const Expr z = copies[3] + copies[7];
            kept += z.input(0) == y;
          }
          return kept;
        }) == std::vector<int>(2, 500));
  CHECK(Graph(y).size() == 101);
}

}  // namespace matgrad::tests
