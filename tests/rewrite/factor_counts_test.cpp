#include "matgrad/autodiff/rewrite/factor_counts.hpp"

#include <doctest/doctest.h>

#include <matgrad/autodiff/operations/leaf.hpp>

namespace matgrad::tests {

TEST_CASE("factors are counted in the order in which they came first") {
  const Expr a = variable("a", 1), b = variable("b", 1);
  FactorCounts counts;
  CHECK(counts.empty());
  counts.add(a, 2);
  counts.add(b, 1);
  counts.add(a, 3);
  CHECK(counts.count(a) == 5);
  CHECK(counts.count(b) == 1);
  REQUIRE(counts.factors().size() == 2);
  CHECK(counts.factors()[0].expr == a);
  counts.remove(b, 1);
  CHECK_FALSE(counts.contains(b));
  CHECK_FALSE(counts.empty());
}

TEST_CASE("what stands above and below cancels as often as it stands in both") {
  const Expr a = variable("a", 1), b = variable("b", 1), c = variable("c", 1);
  FactorCounts above, below;
  above.add(a, 2);
  above.add(b, 1);
  below.add(a, 5);
  below.add(c, 1);
  cancel(above, below);
  CHECK(above.count(a) == 0);
  CHECK(above.count(b) == 1);
  CHECK(below.count(a) == 3);
  CHECK(below.count(c) == 1);
}

}  // namespace matgrad::tests
