#include "matgrad/autodiff/check/picture_values.hpp"

#include <doctest/doctest.h>

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/random.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

using namespace matgrad;

namespace {

std::string text_of(const NodeTexts& texts, const Expr& node) {
  for (const auto& [given, text] : texts)
    if (given == node) return text;
  return "none";
}

}  // namespace

TEST_CASE("the values and the adjoints of all nodes") {
  const Expr W = variable("W", 2, 2), x = variable("x", 2), z = named("z", W * x), loss = squared_norm(z);
  Eigen::MatrixXd W0(2, 2);
  W0 << 1, 2, 3, 4;
  const Eigen::Vector2d x0(1, -1);
  const DotOptions options =
      picture_values(loss, {{W, W0}, {x, x0}}, {.highlight = W, .sweep = DotOptions::Sweep::both});
  CHECK(options.highlight == W);
  CHECK(text_of(options.values, W) == "‖·‖ = 5.48");
  CHECK(text_of(options.values, z) == "(−1, −1)ᵀ");
  CHECK(text_of(options.values, loss) == "2");
  CHECK(text_of(options.adjoint_values, z) == "(−2, −2)ᵀ");
  CHECK(text_of(options.adjoint_values, W) == "‖·‖ = 4");
  CHECK(text_of(options.adjoint_values, x) == "none");
  const std::string dot = to_dot(loss, options);
  CHECK(dot.find(">(−1, −1)ᵀ<") != std::string::npos);
  CHECK(dot.find(">(−2, −2)ᵀ<") != std::string::npos);
}

TEST_CASE("without a backward pass there are no adjoints") {
  const Expr x = variable("x", 2);
  const DotOptions options = picture_values(sum(x), {{x, Eigen::Vector2d(1, 2)}});
  CHECK(text_of(options.values, x) == "(1, 2)ᵀ");
  CHECK(options.adjoint_values.empty());
}

TEST_CASE("forward and backward see the same draws") {
  const Expr x = variable("x", 1), noise = named("ε", normal_like(x)), loss = noise * x;
  const DotOptions options =
      picture_values(loss, {{x, Eigen::MatrixXd::Ones(1, 1)}}, {.highlight = x, .sweep = DotOptions::Sweep::both});
  CHECK(text_of(options.values, noise) == text_of(options.adjoint_values, x));
  CHECK(text_of(options.values, loss) == text_of(options.values, noise));
}

TEST_CASE("a missing value is an error") {
  const Expr x = variable("x", 2), y = variable("y", 2);
  CHECK_THROWS_AS((void)picture_values(sum(x + y), {{x, Eigen::Vector2d(1, 2)}}), MissingInputError);
  CHECK_THROWS_AS((void)picture_values(sum(x), {{x, Eigen::Vector3d(1, 2, 3)}}), ShapeError);
}
