#include "matgrad/autodiff/derive/repeated_parts.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/order.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

namespace matgrad::tests {
namespace {

struct LeastSquares {
  Expr X = variable("X", 5, 3), w = variable("w", 3), y = variable("y", 5);
  Expr S = variable("S", 5, 5, Fact::symmetric);
  // Written twice, as the text language reads it.
  Expr L = 0.5 * (transpose(X * w - y) * S * (X * w - y));
};

std::size_t lines_with(const std::string& text, const Derivation& derivation) {
  std::size_t count = 0;
  for (const ForwardStep& step : derivation.steps()) count += to_text(step.formula) == text ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE_FIXTURE(LeastSquares, "what is written twice is one step, with one name") {
  const Derivation derivation = derive(L, {w, S});
  CHECK(lines_with("X w", derivation) == 1);
  CHECK(to_text(derivation.closed_form(w)) == "Xᵀ S K");
  CHECK(to_text(derivation.closed_form(S)) == "½ K Kᵀ");
  REQUIRE(derivation.of(S).where.size() == 1);
  CHECK(derivation.of(S).where[0].name == "K");
  CHECK(to_text(derivation.of(S).where[0].formula) == "X w − y");
}

TEST_CASE("a step that is asked for stays apart from its like") {
  const Expr A = variable("A", 3, 3), x = variable("x", 3);
  const Expr z = A * x, L = sum(exp(z)) + sum(square(A * x));
  CHECK(to_text(derive(L, z).closed_form()) == to_text(gradient(L, z)));
  CHECK(to_text(derive(L, z).closed_form()) == "exp(A x)");
}

TEST_CASE_FIXTURE(LeastSquares, "a picture can have the names of the derivation") {
  const NamedLoss named = named_as_derived(L, {w, S});
  const Derivation derivation = derive(L, {w, S});
  CHECK(to_dot(named.loss) == to_dot(derivation.loss()));
  CHECK(to_dot(named.loss).find("K = ") != std::string::npos);
  CHECK(named.variables[0] == w);
  // A loss of any shape, or one without derivative, is drawn too.
  CHECK(named_as_derived(X * w, {w}).loss.shape() == Shape{5, 1});
  const Expr stuck = column_argmax(X);
  CHECK(named_as_derived(stuck, {X}).loss == stuck);
}

}  // namespace matgrad::tests
