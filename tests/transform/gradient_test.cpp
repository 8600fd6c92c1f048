#include "matgrad/autodiff/transform/gradient.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/derivatives.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"
#include "support/error_text.hpp"
#include "support/tied_autoencoder.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using matgrad::tests::TiedAutoencoder;

namespace {

/// The identity with a derivative of the wrong shape.
class Transposed final : public OpOf<Transposed> {
 public:
  static constexpr std::string_view function = "transposed";
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return transpose(adjoint); }
};

Expr L_of(const Expr& part) { return squared_norm(part) + sum(exp(part)); }

/// An operation without derivative with respect to its second input.
class Jump final : public OpOf<Jump> {
 public:
  static constexpr std::string_view function = "jump";
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0];
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    if (i == 1) throw_no_derivative(z, 1);
    return adjoint;
  }
};

Expr jump(const Operand& a, const Operand& b) { return apply(shared<Jump>(), {a, b}); }

}  // namespace

TEST_CASE("the gradient passes through a name and reads as on paper") {
  const TiedAutoencoder a;
  CHECK(to_text(gradient(a.L, a.W)) == "W (K xᵀ + x Kᵀ)");
  CHECK(check_gradient(a.L, {a.W, a.x}, {MatrixXd::Random(3, 6), MatrixXd::Random(6, 1)}).passed());
}

TEST_CASE("several variables in one sweep give what each alone gives") {
  const TiedAutoencoder a;
  const auto both = gradient(a.L, {a.W, a.x});
  CHECK(both[0].shape() == a.W.shape());
  CHECK(both[1].shape() == a.x.shape());
  CHECK(to_text(both[0]) == to_text(gradient(a.L, a.W)));
  CHECK(to_text(both[1]) == to_text(gradient(a.L, a.x)));
  CHECK(gradient(a.L, std::vector<Expr>{}).empty());
}

TEST_CASE("a variable on which y does not depend gets exact zeros") {
  const Expr x = variable("x", 2), other = variable("B", 3, 4);
  const Expr g = gradient(squared_norm(x), other);
  CHECK(is_zero(g));
  CHECK(g.shape() == Shape{3, 4});
  CHECK(is_zero(gradient(constant(3), x)));
  CHECK(is_zero(gradient(sum(ones_like(x)), x)));  // by shape only
  CHECK(is_zero(gradient(sum(greater(x, 0)), x)));
}

TEST_CASE("stop_gradient stops one path and leaves the others") {
  const Expr x = variable("x", 2);
  CHECK(is_zero(gradient(squared_norm(stop_gradient(x)), x)));
  CHECK(to_text(gradient(dot(x, stop_gradient(x)), x)) == "stop_gradient(x)");
}

TEST_CASE("the gradient with respect to y itself, and to an intermediate") {
  const TiedAutoencoder a;
  CHECK(number_value(gradient(a.L, a.L)) == 1);
  CHECK(to_text(gradient(a.L, a.K)) == "K");
  // The intermediate is taken as independent: what it is made of plays no part.
  const Expr A = variable("A", 2, 2);
  const Expr S = A * A;
  CHECK(to_text(gradient(trace(S * A), S)) == "Aᵀ");
}

TEST_CASE("a node above and below another wanted one") {
  const TiedAutoencoder a;
  const auto both = gradient(a.L, {a.K, a.W});
  CHECK(to_text(both[0]) == "K");
  CHECK(to_text(both[1]) == "W (K xᵀ + x Kᵀ)");
}

TEST_CASE("y must be a scalar unless a seed is given") {
  const Expr A = variable("A", 2, 3);
  CHECK_THROWS_WITH_AS(gradient(2 * A, A),
                       "gradient: 2 A (2×3) is not a scalar\n"
                       "  contract it first, for example sum(…) or squared_norm(…), give a seed, or ask for the "
                       "jacobian",
                       ShapeError);
}

TEST_CASE("with a seed it is the vector–Jacobian product") {
  const Expr A = variable("A", 2, 3), x = variable("x", 3), G = variable("G", 2);
  CHECK(to_text(gradient(A * x, x, G)) == "Aᵀ G");
  CHECK(to_text(gradient(A * x, A, G)) == "G xᵀ");
  const auto both = gradient(tanh(A * x), {A, x}, G);
  const auto contracted = gradient(dot(G, tanh(A * x)), {A, x});
  const LeafValues<double> at{
      {A, MatrixXd::Random(2, 3)}, {x, MatrixXd::Random(3, 1)}, {G, MatrixXd::Random(2, 1)}};
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(reference_value<double>(both[i], at).isApprox(reference_value<double>(contracted[i], at)));
  CHECK_THROWS_WITH_AS(gradient(A * x, x, transpose(G)), "the seed Gᵀ (1×2) must have the shape of A x (2×1)",
                       ShapeError);
}

TEST_CASE("with respect to a symmetric variable it is the symmetric one") {
  const Expr S = variable("S", 3, 3, Fact::symmetric), x = variable("x", 3), y = variable("y", 3);
  const Expr g = gradient(dot(x, S * y), S);
  const MatrixXd x0 = MatrixXd::Random(3, 1), y0 = MatrixXd::Random(3, 1);
  const MatrixXd value = reference_value<double>(g, {{x, x0}, {y, y0}});
  CHECK(value.isApprox((x0 * y0.transpose() + y0 * x0.transpose()) / 2));
  // Where it is symmetric by itself, nothing is halved.
  CHECK(to_text(gradient(dot(x, S * x), S)) == "x xᵀ");
}

TEST_CASE("the gradient of a log-determinant of a positive definite matrix") {
  const Expr P = variable("P", 3, 3, Fact::positive_definite);
  const MatrixXd root = MatrixXd::Random(3, 3);
  const MatrixXd P0 = root * root.transpose() + MatrixXd::Identity(3, 3);
  const MatrixXd value = reference_value<double>(gradient(log_det(P), P), {{P, P0}});
  CHECK((value * P0).isApprox(MatrixXd::Identity(3, 3), 1e-10));
}

TEST_CASE("a path through an operation without derivative names it and the input") {
  const Expr x = variable("x", 2), y = variable("y", 2);
  CHECK_THROWS_WITH_AS(
      gradient(sum(jump(x, 2 * y)), y),
      "jump has no derivative with respect to input 2, 2 y (2×1): use stop_gradient where none is wanted",
      DerivativeError);
  CHECK(is_ones(gradient(sum(jump(x, 2 * y)), x)));  // not asked for
  CHECK(is_zero(gradient(sum(jump(x, stop_gradient(y))), y)));
  CHECK(is_zero(gradient(sum(jump(x, greater(y, 0))), y)));
  CHECK(is_zero(gradient(sum(jump(x, select(y, x, 0))), y)));
}

TEST_CASE("a scalar that multiplies a matrix collects its whole gradient") {
  const Expr s = variable("s", 1), A = variable("A", 2, 3), B = variable("B", 3, 2);
  const Expr L = squared_norm(s * A * B + s);
  CHECK(
      check_gradient(L, {s, A, B}, {MatrixXd::Constant(1, 1, 0.7), MatrixXd::Random(2, 3), MatrixXd::Random(3, 2)})
          .passed());
}

TEST_CASE("ones and identities of size 1 are no factors worth writing") {
  const Expr z = variable("z", 1);
  CHECK(to_text(gradient(sum(tanh(z)), z)) == "1 − tanh(z)²");
  CHECK(to_text(gradient(trace(z * z), z)) == "2 z");
  CHECK(to_text(gradient(mean(tanh(z)), z)) == "1 − tanh(z)²");
  CHECK(to_text(gradient(mean(square(z)), z)) == "2 z");
  CHECK(number_value(gradient(hadamard(zeros_like(z), z), z)) == 0);
}

TEST_CASE("empty matrices have empty gradients") {
  const Expr A = variable("A", 0, 3), x = variable("x", 3);
  const auto g = gradient(squared_norm(A * x), {A, x});
  const LeafValues<double> at{{A, MatrixXd(0, 3)}, {x, MatrixXd::Ones(3, 1)}};
  CHECK(reference_value<double>(g[0], at).rows() == 0);
  CHECK(reference_value<double>(g[1], at) == MatrixXd::Zero(3, 1));
}

TEST_CASE("a variable that only looks like one of the formula's is refused by every transform") {
  struct Case {
    const char* name;
    Expr given, other;  // the node asked for, and what stands for it in the formula
    const char* remedy;
  };
  const Expr W = variable("W", 2, 2), x = variable("x", 2, 1), K = named("K", W * x);
  const std::vector<Case> cases = {
      {"a leaf of the same name", variable("W", 2, 2), W, "each call of variable() makes a new one"},
      {"the same with another shape", variable("W", 2, 3), W, "another node that looks the same: W (2×2)"},
      {"an equal expression built anew", W * x, W * x, "keep the Expr, and use it in the formula and here"},
      {"an equal named part built anew", named("K", W * x), K, "keep the Expr"},
      {"a part that is another, of the same name", named("K", x), K, "keep the Expr"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Expr direction = ones(c.given.rows(), c.given.cols());
    const auto text = [&c](const auto& transform) {
      return tests::text_of<Error>([&] { transform(L_of(c.other), c.given); });
    };
    CHECK(tests::has(text([](const Expr& y, const Expr& g) { gradient(y, g); }), c.remedy));
    CHECK(tests::has(text([](const Expr& y, const Expr& g) { gradient(exp(y), g, y); }), c.remedy));
    CHECK(tests::has(text([](const Expr& y, const Expr& g) { jacobian(y, g); }), c.remedy));
    CHECK(tests::has(text([](const Expr& y, const Expr& g) { hessian(y, g); }), c.remedy));
    CHECK(tests::has(text([&](const Expr& y, const Expr& g) { hessian_product(y, g, direction); }), c.remedy));
    CHECK(tests::has(text([&](const Expr& y, const Expr& g) { directional_derivative(y, g, direction); }),
                     c.remedy));
    CHECK(tests::has(text([](const Expr& y, const Expr& g) { derive(y, g); }), c.remedy));
    CHECK(tests::has(text([&](const Expr& y, const Expr& g) { substitute(y, {{g, direction}}); }), c.remedy));
    const MatrixXd value = MatrixXd::Ones(c.given.rows(), c.given.cols());
    CHECK(tests::has(text([&](const Expr& y, const Expr& g) { check_gradient(y, {g}, {zeros_like(g)}, {value}); }),
                     c.remedy));
  }
}

TEST_CASE("what is no part of the formula and looks like nothing in it has the gradient 0") {
  const Expr W = variable("W", 2, 2), V = variable("V", 2, 2), x = variable("x", 2, 1);
  const Expr L = squared_norm(W * x);
  const std::vector<Expr> strangers{V, W * V, named("K", W), transpose(W)};
  for (const Expr& stranger : strangers) CHECK(is_zero(gradient(L, stranger)));
  // One that looks the same is no mistake where both are asked for.
  const Expr other = variable("W", 2, 2);
  CHECK(is_zero(gradient(L, {W, other})[1]));
}

TEST_CASE("what transforms make themselves is not taken for the user's") {
  // Variables of the names that transforms use inside.
  const Expr u = variable("u", 2), v = variable("v", 2), z = variable("z", 2);
  const std::vector<Expr> own{u, v, z};
  for (const Expr& x : own) {
    CHECK(to_text(hessian_product(sum(exp(x)), x, x)).find(std::string(x.symbol())) != std::string::npos);
    CHECK(is_zero(directional_derivative(dot(u, v) + sum(z), variable("y", 2), x)));
    CHECK(reference_value<long double>(hessian(sum(x), x), {}).isZero(0));
  }
  // Linear in x: the second derivative no longer holds it.
  const Expr x = variable("x", 2), other = variable("x", 2);
  CHECK(reference_value<long double>(hessian(dot(x, exp(other)), x), {}).isZero(0));
}

TEST_CASE("the direction of a Hessian product stands still, also where it is made of the variable") {
  const Expr x = variable("x", 3), v = variable("v", 3);
  const Expr L = sum(power(x, 4));
  const MatrixXd at{{0.5}, {-1}, {2}};
  const auto [moving] = Function({x}, {hessian_product(L, x, x)})(at);
  const auto [still] = Function({x, v}, {hessian_product(L, x, v)})(at, at);
  CHECK(moving == still);
}

TEST_CASE("an operation whose derivative has not the shape of the input is named") {
  const Expr x = variable("x", 3), y = sum(exp(apply(shared<Transposed>(), {x})));
  const char* text =
      "transposed: its vjp for input 1, x (3×1), has the shape 1×3\n  what flows back to an input must have the "
      "input's shape: mend vjp()";
  CHECK_THROWS_WITH_AS(gradient(y, x), text, ShapeError);
  CHECK_THROWS_WITH_AS(derive(y, x), text, ShapeError);
  CHECK_THROWS_WITH_AS(check_gradient(y, {x}, {MatrixXd::Ones(3, 1)}), text, ShapeError);
}
