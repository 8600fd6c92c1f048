#include "matgrad/autodiff/expression/rebuilder.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

namespace matgrad::tests {

TEST_CASE("a rebuilder replaces nodes, inputs first, and each of them once for all roots") {
  const Expr x = variable("x", 3), y = variable("y", 3);
  Expr chain = x;
  for (int i = 0; i < 100; ++i) chain = tanh(chain);
  int replaced = 0;
  const Replace y_for_x = [&](const Expr& node, std::vector<Expr> inputs) {
    ++replaced;
    return node == x ? y : with_inputs(node, std::move(inputs));
  };
  Rebuilder rebuild;
  CHECK(to_text(rebuild(tanh(tanh(x)), y_for_x)) == "tanh(tanh(y))");
  replaced = 0;
  CHECK(rebuild(chain, y_for_x) == rebuild(chain, y_for_x));
  CHECK(replaced == 100);
  CHECK(to_text(rebuild(hadamard(x, x), y_for_x)) == "y ∘ y");
  CHECK(replaced == 101);
}

TEST_CASE("a rebuilder goes into deep graphs without recursion") {
  Expr chain = variable("x", 1);
  for (int i = 0; i < 300000; ++i) chain = tanh(chain);
  Rebuilder rebuild;
  CHECK(rebuild(chain, with_inputs) == chain);
}

}  // namespace matgrad::tests
