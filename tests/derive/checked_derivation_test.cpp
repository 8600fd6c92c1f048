#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/draw_values.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

#include "support/tied_autoencoder.hpp"

namespace matgrad::tests {
namespace {

struct Values : TiedAutoencoder {
  Eigen::MatrixXd W0 = Eigen::MatrixXd::Random(3, 6), x0 = Eigen::MatrixXd::Random(6, 1);
  LeafValues<> all{{W, W0}, {x, x0}};
};

}  // namespace

TEST_CASE_FIXTURE(Values, "a derivation carries the check of its closed forms") {
  const Derivation derivation = checked(derive(L, {W, x}), all);
  REQUIRE(derivation.check());
  CHECK(derivation.check()->passed());
  REQUIRE(derivation.check()->variables.size() == 2);
  CHECK(derivation.check()->variables[1].name == "x");
  CHECK(to_text(derivation).find("\nCheck against finite differences: passed\n  variable  shape") !=
        std::string::npos);
  CHECK_FALSE(derive(L, W).check());
}

TEST_CASE_FIXTURE(Values, "intermediates are moved by themselves") {
  const Derivation derivation = checked(derive(L, {K, W}), all);
  REQUIRE(derivation.check()->variables.size() == 2);
  CHECK(derivation.check()->variables[0].name == "K");
  CHECK(derivation.check()->variables[0].shape == Shape{6, 1});
  CHECK(derivation.check()->passed());
}

TEST_CASE_FIXTURE(Values, "an answer that was left open upstream is closed for the check") {
  CHECK(checked(derive(L, W, {.upstream = K}), all).check()->passed());
  CHECK(checked(derive(K, W, {.upstream = K}), all).check()->passed());
  // Where the loss is not known, its adjoint may be given.
  const Derivation open = derive(K, W, {.upstream = K});
  LeafValues<> with_adjoint = all;
  with_adjoint.emplace_back(open.upstream()->adjoint, Eigen::MatrixXd::Constant(6, 1, 2.0));
  const Derivation closed = checked(open, with_adjoint);
  CHECK(closed.check()->passed());
  const Eigen::MatrixXd residual = W0.transpose() * W0 * x0 - x0;
  CHECK(closed.check()->loss == doctest::Approx(2 * residual.sum()));
}

TEST_CASE("an open adjoint that is drawn has nothing to do with the values drawn by the same seed") {
  const Expr x = variable("x", 4), A = variable("A", 3, 3);
  // The gradients are 0 where the adjoint is a multiple of the variable.
  for (const Expr& z : {divide(x, sqrt(squared_norm(x))), divide(A, sqrt(squared_norm(A)))})
    for (const std::uint64_t seed : {1, 2, 3}) {
      const std::vector<Expr> roots{z};
      const DrawnValues drawn = draw_values(roots, {}, {.seed = seed});
      const Expr& variable = drawn.values.front().first;
      const Derivation derivation = checked(derive(z, variable, {.upstream = z}), drawn.values, {.seed = seed});
      CHECK(derivation.check()->passed());
      CHECK(std::abs(derivation.check()->variables[0].given) > 1e-3);
      CHECK_FALSE(derivation.check()->variables[0].is_rounding);
    }
}

TEST_CASE_FIXTURE(Values, "a wrong closed form does not pass") {
  Derivation right = derive(L, W);
  std::vector<VariableDerivation> variables = right.variables();
  variables[0].closed_form = variables[0].paths[0].contribution;  // one path only
  const Derivation wrong(right.loss(), right.loss_name(), right.steps(), right.adjoints(), variables);
  const Derivation derivation = checked(wrong, all);
  CHECK_FALSE(derivation.check()->passed());
  CHECK(to_text(derivation).find("Check against finite differences: failed") != std::string::npos);
}

TEST_CASE_FIXTURE(Values, "a check needs the values of all leaves") {
  CHECK_THROWS_AS(checked(derive(L, W), {{x, x0}}), MissingInputError);
  CHECK_THROWS_AS(checked(derive(L, W), {{W, W0}}), MissingInputError);
}

TEST_CASE_FIXTURE(Values, "parts that are named for the closed form do not hinder the check") {
  const Expr loss = 0.5 * squared_norm(sigmoid(transpose(W) * sigmoid(W * x)) - x);
  CHECK(checked(derive(loss, {W, x}), all).check()->passed());
}

}  // namespace matgrad::tests
