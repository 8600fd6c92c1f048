#include "matgrad/autodiff/derive/derive.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/facts.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/elementwise_function.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using matgrad::tests::TiedAutoencoder;

namespace {

std::string line_of(const Derivation& derivation, const std::string& name) {
  for (const BackwardStep& step : derivation.adjoints())
    if (step.name == name) return to_text(step.formula);
  return "no line for " + name;
}

}  // namespace

TEST_CASE("the derivation of the tied autoencoder reads like a textbook") {
  const TiedAutoencoder a;
  CHECK(fmt::format("{}", derive(a.L, a.W)) ==
        "Forward\n"
        "  t₁ = Wᵀ W   6×6\n"
        "  t₂ = t₁ x   6×1\n"
        "  K = t₂ − x  6×1\n"
        "  t₃ = ‖K‖²   1×1\n"
        "  L = ½ t₃    1×1\n"
        "\n"
        "Backward\n"
        "  ∂L/∂t₃ = ½                   1×1  z = ½ a: ∂L/∂a = ½ (∂L/∂z)\n"
        "  ∂L/∂K = K                    6×1  z = ‖A‖²: ∂L/∂A = 2 (∂L/∂z) A\n"
        "  ∂L/∂t₂ = ∂L/∂K = K           6×1  Z = A − B: ∂L/∂A = ∂L/∂Z\n"
        "  ∂L/∂t₁ = (∂L/∂t₂) xᵀ = K xᵀ  6×6  Z = A B: ∂L/∂A = (∂L/∂Z) Bᵀ\n"
        "\n"
        "∂L/∂W, the sum over 2 paths\n"
        "  path 1 = W (∂L/∂t₁) = W K xᵀ   as the factor W of t₁ = Wᵀ W   Z = A B: ∂L/∂B = Aᵀ (∂L/∂Z)\n"
        "  path 2 = W (∂L/∂t₁)ᵀ = W x Kᵀ  as the factor Wᵀ of t₁ = Wᵀ W  Z = A B: ∂L/∂A = (∂L/∂Z) Bᵀ; "
        "Z = Aᵀ: ∂L/∂A = (∂L/∂Z)ᵀ\n"
        "  sum = W K xᵀ + W x Kᵀ          (total derivative)\n"
        "  closed form: ∂L/∂W = W (K xᵀ + x Kᵀ)  (3×6)");
}

TEST_CASE("steps, paths and closed form for programs") {
  const TiedAutoencoder a;
  const Derivation derivation = derive(a.L, {a.W, a.x});
  CHECK(derivation.loss_name() == "L");
  REQUIRE(derivation.steps().size() == 5);
  CHECK(derivation.steps()[2].name == "K");
  CHECK(to_text(derivation.steps()[2].formula) == "t₂ − x");
  CHECK(derivation.steps()[2].node.shape() == Shape{6, 1});
  REQUIRE(derivation.paths(a.W).size() == 2);
  CHECK(to_text(derivation.paths(a.W)[0].use) == "as the factor W of t₁ = Wᵀ W");
  CHECK(to_text(derivation.paths(a.W)[0].contribution) == "W K xᵀ");
  CHECK(to_text(derivation.paths(a.W)[1].contribution) == "W x Kᵀ");
  CHECK(to_text(derivation.closed_form()) == to_text(gradient(a.L, a.W)));
  CHECK(to_text(derivation.closed_form(a.x)) == to_text(gradient(a.L, a.x)));
  CHECK_FALSE(derivation.upstream());
  CHECK_THROWS_AS(derivation.paths(a.K), Error);
}

TEST_CASE("the paths add up to the gradient, in numbers") {
  const TiedAutoencoder a;
  const Derivation derivation = derive(a.L, {a.W, a.x});
  const Eigen::MatrixXd W0 = Eigen::MatrixXd::Random(3, 6), x0 = Eigen::MatrixXd::Random(6, 1);
  std::vector<Expr> sums;
  for (const VariableDerivation& variable : derivation.variables()) {
    std::vector<Expr> contributions;
    for (const DerivationPath& path : variable.paths) contributions.push_back(path.contribution);
    REQUIRE(contributions.size() == 2);
    sums.push_back(contributions[0] + contributions[1]);
  }
  CHECK(check_gradient(a.L, {a.W, a.x}, sums, {W0, x0}).passed());
  CHECK_FALSE(
      check_gradient(a.L, {a.W}, {derivation.paths(a.W)[0].contribution}, {W0}, {.others = {{a.x, x0}}}).passed());
  // Each line's expanded adjoint is a true gradient with respect to its step, where that can be asked.
  for (const BackwardStep& step : derivation.adjoints())
    if (step.name == "∂L/∂K") CHECK(to_text(step.adjoint) == to_text(gradient(a.L, a.K)));
}

TEST_CASE("the answer may be left in terms of an upstream adjoint") {
  const TiedAutoencoder a;
  const Derivation through = derive(a.L, a.W, {.upstream = a.K});
  CHECK(to_text(through.closed_form()) == "W ((∂L/∂K) xᵀ + x (∂L/∂K)ᵀ)");
  CHECK(line_of(through, "∂L/∂t₃") == "no line for ∂L/∂t₃");
  CHECK(line_of(through, "∂L/∂t₂") == "∂L/∂K");
  CHECK(to_text(through).find("∂L/∂K                              6×1  given\n") != std::string::npos);
  REQUIRE(through.upstream());
  CHECK(through.upstream()->adjoint.shape() == Shape{6, 1});

  // The loss beyond a matrix need not be known.
  const Derivation beyond = derive(a.K, a.W, {.upstream = a.K});
  CHECK(to_text(beyond.closed_form()) == "W ((∂L/∂K) xᵀ + x (∂L/∂K)ᵀ)");
  CHECK(beyond.paths(a.W).size() == 2);
}

TEST_CASE("paths around the upstream node stay in the answer") {
  const Expr w = variable("w", 2), x = variable("x", 2);
  const Expr z = named("z", dot(w, x));
  const Derivation derivation = derive(exp(z) + squared_norm(w), w, {.upstream = z});
  CHECK(to_text(derivation.closed_form()) == "2 w + (∂L/∂z) x");
  CHECK(line_of(derivation, "∂L/∂t₁") == "no line for ∂L/∂t₁");  // exp(z), beyond z
  CHECK(line_of(derivation, "∂L/∂t₂") == "1");
}

TEST_CASE("a two-layer net with an unknown function, below its output") {
  const Expr W1 = variable("W₁", 5, 4), b1 = variable("b₁", 5), W2 = variable("W₂", 4, 5), x = variable("x", 4);
  const Expr y = variable("y", 4);
  const ElementwiseFunction f = elementwise_function("f");
  const Expr a = named("a", f(W1 * x + b1)), z = named("z", W2 * a), y_pred = named("ŷ", f(z));
  const Expr J = named("J", 0.5 * squared_norm(y_pred - y));
  const Derivation derivation = derive(J, {W2, W1});
  CHECK(derivation.loss_name() == "J");
  CHECK(line_of(derivation, "∂J/∂ŷ") == "∂J/∂t₃");
  CHECK(line_of(derivation, "∂J/∂t₃") == "t₃");
  CHECK(line_of(derivation, "∂J/∂z") == "(∂J/∂ŷ) ∘ f′(z)");
  CHECK(line_of(derivation, "∂J/∂a") == "W₂ᵀ (∂J/∂z)");
  CHECK(to_text(derivation.closed_form(W2)) == "((ŷ − y) ∘ f′(z)) aᵀ");
}

TEST_CASE("a value that an operation's rule uses again stands by its name") {
  const Expr x = variable("x", 3);
  const Derivation derivation = derive(sum(exp(square(x))), x);
  CHECK(derivation.steps()[1].name == "t₂");
  CHECK(line_of(derivation, "∂L/∂t₁") == "(∂L/∂t₂) ∘ t₂");
}

TEST_CASE("how a variable is used") {
  const Expr A = variable("A", 2, 2);
  const auto use = [&A](const Expr& loss, std::size_t i = 0) {
    return to_text(derive(loss, A).paths(A).at(i).use);
  };
  CHECK(use(trace(A)) == "in L = tr(A)");
  CHECK(use(sum(hadamard(A, A)), 0) == "as the first factor A of t₁ = A ∘ A");
  CHECK(use(sum(hadamard(A, A)), 1) == "as the second factor A of t₁ = A ∘ A");
  CHECK(use(sum(ones(2, 2) - 2 * A)) == "as the term 2 A of t₁ = 1 − 2 A");
  CHECK(use(sum(named("B", transpose(A)))) == "in B = Aᵀ");
}

TEST_CASE("a long sum names its paths, and long derivations stay quick and readable") {
  const Expr v = variable("v", 3);
  Expr y = v;
  for (int i = 0; i < 60; ++i) y = tanh(y) + v;
  const Derivation derivation = derive(sum(y), v);
  REQUIRE(derivation.variables().front().paths.size() == 61);
  CHECK_FALSE(derivation.variables().front().total);
  CHECK(to_text(derivation).find("  sum = path 1 + path 2 + path 3 + … + path 61  (total derivative)\n") !=
        std::string::npos);
  CHECK_FALSE(derivation.adjoints().back().expanded);
}

TEST_CASE("one use has one line and no sum") {
  const Expr x = variable("x", 3);
  const std::string text = to_text(derive(squared_norm(x), x));
  CHECK(text ==
        "Forward\n"
        "  L = ‖x‖²  1×1\n"
        "\n"
        "∂L/∂x\n"
        "  ∂L/∂x = 2 x  in L = ‖x‖²  z = ‖A‖²: ∂L/∂A = 2 (∂L/∂z) A\n"
        "  closed form: ∂L/∂x = 2 x  (3×1)");
}

TEST_CASE("a variable on which the loss does not depend") {
  const Expr x = variable("x", 2), y = variable("y", 3);
  const Derivation derivation = derive(squared_norm(x), {x, y});
  CHECK(derivation.paths(y).empty());
  CHECK(is_zero(derivation.closed_form(y)));
  CHECK(to_text(derivation).find("∂L/∂y: L does not depend on it\n") != std::string::npos);
  // Nor does it through what stops derivatives.
  CHECK(derive(squared_norm(stop_gradient(x)) + sum(y), x).paths(x).empty());
}

TEST_CASE("with respect to an intermediate") {
  const TiedAutoencoder a;
  const Derivation derivation = derive(a.L, a.K);
  CHECK(to_text(derivation.closed_form()) == "K");
  CHECK(line_of(derivation, "∂L/∂K") == "no line for ∂L/∂K");  // it has its own section
  CHECK(line_of(derive(a.L, {a.K, a.W}), "∂L/∂K") == "K");
}

TEST_CASE("names that are taken are not given again") {
  const Expr A = variable("A", 2, 2), t1 = variable("t₁", 2, 2), L = named("L", cholesky(A));
  const Derivation derivation = derive(sum(hadamard(t1, L)), {A, t1});
  CHECK(derivation.loss_name() == "loss");
  std::vector<std::string> names;
  for (const ForwardStep& step : derivation.steps()) names.push_back(step.name);
  CHECK(names == std::vector<std::string>{"L", "t₂", "loss"});
}

TEST_CASE("with respect to a symmetric variable the closed form is the symmetric part") {
  const Expr S = variable("S", 2, 2, Fact::symmetric), x = variable("x", 2), y = variable("y", 2);
  const Derivation derivation = derive(dot(x, S * y), S);
  CHECK(to_text(derivation).find("closed form, the symmetric part: ∂L/∂S = ") != std::string::npos);
  CHECK(to_text(derivation.closed_form()) == to_text(gradient(dot(x, S * y), S)));
  const Expr z = named("z", dot(x, S * y));
  const Derivation below = derive(z, S, {.upstream = z});
  const Expr g = substitute(below.closed_form(), Substitution{{below.upstream()->adjoint, constant(1)}});
  const Eigen::MatrixXd x0 = Eigen::MatrixXd::Random(2, 1), y0 = Eigen::MatrixXd::Random(2, 1);
  const Eigen::MatrixXd value = reference_value<double>(g, {{x, x0}, {y, y0}});
  CHECK(value.isApprox((x0 * y0.transpose() + y0 * x0.transpose()) / 2));
}

TEST_CASE("what cannot be derived is refused") {
  const TiedAutoencoder a;
  CHECK_THROWS_AS(derive(a.K, a.W), ShapeError);
  CHECK_THROWS_AS(derive(a.L, std::vector<Expr>{}), Error);
  CHECK_THROWS_AS(derive(a.L, a.W, {.upstream = variable("z", 1)}), Error);
}
