#include <doctest/doctest.h>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/elementwise_function.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

#include <matgrad/autodiff/operations/leaf.hpp>

namespace matgrad::tests {

TEST_CASE("The derivatives of a function known by name are written with primes") {
  const ElementwiseFunction f = elementwise_function("f");
  const Expr z = variable("z", 3), g = variable("G", 3);
  Expr y = f(z);
  CHECK(to_text(y) == "f(z)");
  for (const char* derivative : {"f′(z)", "f″(z)", "f‴(z)", "f⁽⁴⁾(z)", "f⁽⁵⁾(z)"}) {
    const Expr adjoint = y.op().vjp(0, y, g);
    CHECK(to_text(adjoint) == "G ∘ " + std::string(derivative));
    y = adjoint.input(1);
  }
}

TEST_CASE("A function known by name can be recognised with its order") {
  const Expr z = variable("z", 2, 3);
  const Expr y = elementwise_function("f")(z);
  CHECK(y.shape() == z.shape());
  REQUIRE(unknown_function(y));
  CHECK(unknown_function(y)->name == "f");
  CHECK(unknown_function(y)->order == 0);
  const Expr slope = y.op().vjp(0, y, variable("G", 2, 3)).input(1);
  CHECK(unknown_function(slope)->order == 1);
  CHECK(slope.input(0) == z);
  CHECK_FALSE(unknown_function(exp(z)));
  CHECK(y.op().equals(elementwise_function("f")(z).op()));
  CHECK_FALSE(y.op().equals(elementwise_function("g")(z).op()));
  CHECK_FALSE(y.op().equals(slope.op()));
}

TEST_CASE("A function known by name has no value") {
  const Expr z = variable("z", 2);
  const Bindings<double> leaves{{z.id(), Value::Zero(2, 1)}};
  CHECK_THROWS_WITH_AS(evaluated<double>(elementwise_function("f")(z), leaves), doctest::Contains("substitute"),
                       MissingInputError);
}

}  // namespace matgrad::tests
