#include "matgrad/autodiff/grade/mutation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>

using namespace matgrad;
using namespace matgrad::grading;

namespace {

std::vector<Mutant> mutants_of(const Expr& expr) {
  return grading::mutants(expr, [](const Expr& e) { return to_text(e); }, {});
}

}  // namespace

TEST_CASE("slips are found near the root of a formula however large it is") {
  const Expr A = variable("A", 3, 4), x = variable("x", 4);
  Expr sum = x;
  for (int i = 0; i < 100; ++i) sum = tanh(sum) + x;
  const Expr formula = A * sum;
  const std::vector<Mutant> found = mutants_of(formula);
  CHECK(std::ranges::any_of(found, [&](const Mutant& one) { return one.result == sum; }));
}
