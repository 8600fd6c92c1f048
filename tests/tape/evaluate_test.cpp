#include "matgrad/autodiff/tape/evaluate.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

using namespace matgrad;

namespace {

const Expr W = variable("W", 2, 2), x = variable("x", 2);
const Eigen::MatrixXd W0 = (Eigen::MatrixXd(2, 2) << 1, 2, 3, 4).finished();
const Eigen::MatrixXd x0 = Eigen::Vector2d(1, -1);

}  // namespace

TEST_CASE("an expression is evaluated where its leaves have the given values") {
  CHECK(evaluate(W * x, {{W, W0}, {x, x0}}) == W0 * x0);
  CHECK(evaluate(constant(3.0), {})(0, 0) == 3);
}

TEST_CASE("several expressions are evaluated together, in order") {
  const std::vector<Eigen::MatrixXd> values = evaluate({W * x, sum(W)}, {{W, W0}, {x, x0}});
  REQUIRE(values.size() == 2);
  CHECK(values[0] == W0 * x0);
  CHECK(values[1](0, 0) == 10);
}

TEST_CASE("a value for a leaf that does not occur is no error, a missing, misshapen or repeated one is") {
  CHECK(evaluate(sum(x), {{W, W0}, {x, x0}})(0, 0) == 0);
  CHECK_THROWS_AS(evaluate(W * x, {{W, W0}}), MissingInputError);
  CHECK_THROWS_AS(evaluate(W * x, {{W, W0}, {x, W0}}), ShapeError);
  CHECK_THROWS_AS(evaluate(W * x, {{W, W0}, {x, x0}, {x, x0}}), Error);
}
