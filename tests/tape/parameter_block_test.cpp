#include "matgrad/autodiff/tape/parameter_block.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

#include "support/allocation_count.hpp"
#include "support/error_text.hpp"
#include "support/is_sanitized.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

/// ‖V tanh(W x + b) − y‖², with its four parameters and two data.
struct Network {
  Expr W = parameter("W", 3, 2), b = parameter("b", 3), V = parameter("V", 2, 3), c = parameter("c", 2);
  Expr x = variable("x", 2), y = variable("y", 2);
  Expr L = squared_norm(V * tanh(W * x + b) + c - y);
  std::vector<Expr> parameters{W, b, V, c};
};

const MatrixXd input = Eigen::Vector2d(1, -2), target = Eigen::Vector2d(0.5, 0.25);

template <class Block>
void fill(Block& block) {
  auto values = block.flat();
  for (Index i = 0; i < values.size(); ++i) values(i) = static_cast<float>(i % 5) / 4 - 0.5f;
}

}  // namespace

TEST_CASE("parts of a block are views of one buffer, in order, column by column") {
  const Network n;
  ParameterBlock<double> block(n.parameters);
  CHECK(block.flat() == MatrixXd::Zero(17, 1));
  block["b"] << 1, 2, 3;
  block["V"](1, 2) = 4;
  CHECK(block.flat().segment(6, 3) == Eigen::Vector3d(1, 2, 3));
  CHECK(block.flat()(14) == 4);
  block.flat()(1) = 5;
  const ParameterBlock<double> copy = block;
  block.flat().setZero();
  CHECK(copy["W"](1, 0) == 5);
  CHECK(copy["W"].cols() == 2);
}

TEST_CASE("a function takes a block as one argument, with the same results as its leaves one by one") {
  const Network n;
  ParameterBlock<double> block(n.parameters);
  fill(block);
  Function f(block.inputs({n.x, n.y}), {n.L, gradient(n.L, n.W)});
  const auto by_block = f(block.arguments(input, target));
  const auto one_by_one =
      f(MatrixXd(block["W"]), MatrixXd(block["b"]), MatrixXd(block["V"]), MatrixXd(block["c"]), input, target);
  CHECK(by_block[0] == one_by_one[0]);
  CHECK(by_block[1] == one_by_one[1]);
}

TEST_CASE("all gradients of a block come in one buffer, in the order of its values") {
  const Network n;
  ParameterBlock<double> block(n.parameters);
  fill(block);
  Function f(block.inputs({n.x, n.y}), block.value_and_gradient(n.L));
  Function separate(block.inputs({n.x, n.y}), gradient(n.L, n.parameters));
  const auto [loss, flat] = f(block.arguments(input, target));
  CHECK(loss == Function(block.inputs({n.x, n.y}), {n.L})(block.arguments(input, target))[0]);
  REQUIRE(flat.rows() == 17);
  Index start = 0;
  for (const MatrixXd& part : separate(block.arguments(input, target))) {
    CHECK(flat.middleRows(start, part.size()) == part.reshaped());
    start += part.size();
  }
}

TEST_CASE("steps on the flat buffer move the loss of the next call, and calls allocate nothing") {
  const Network n;
  ParameterBlock<float> block(n.parameters);
  fill(block);
  const Function<float, 2> f(block.inputs({n.x, n.y}), block.value_and_gradient(n.L));
  Workspace<float> workspace(f);
  const Eigen::MatrixXf x1 = input.cast<float>(), y1 = target.cast<float>();
  const float first = f(workspace, block.arguments(x1, y1))[0](0, 0);
  const std::size_t before = allocation_count();
  for (int step = 0; step < 100; ++step) {
    const auto results = f(workspace, block.arguments(x1, y1));
    block.flat() -= 0.05f * results[1];
  }
  if (!matgrad::tests::is_sanitized) CHECK(allocation_count() == before);
  CHECK(f(workspace, block.arguments(x1, y1))[0](0, 0) < 0.01f * first);
}

TEST_CASE("a block is made of leaves with different names, and says what it holds") {
  const Network n;
  CHECK_THROWS_AS(ParameterBlock<double>({n.W, 2.0 * n.W}), Error);
  CHECK_THROWS_AS(ParameterBlock<double>({n.W, n.W}), Error);
  CHECK_THROWS_AS(ParameterBlock<double>({n.W, parameter("W", 1)}), Error);
  ParameterBlock<double> block(n.parameters);
  CHECK(tests::text_of<Error>([&] { block["w"]; }) == "ParameterBlock: nothing in it is called w, but W, b, V, c");
  CHECK_THROWS_AS(flattened({}), ShapeError);
}
