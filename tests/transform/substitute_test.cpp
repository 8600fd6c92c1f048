#include "matgrad/autodiff/transform/substitute.hpp"

#include <doctest/doctest.h>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

const ElementwiseFunction f = elementwise_function("f");

}  // namespace

TEST_CASE("a leaf is replaced everywhere") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  CHECK(to_text(substitute(A * A + transpose(A), {{A, 2 * B}})) == "2 B (2 B) + (2 B)ᵀ");
  CHECK(substitute(B, {{A, B}}) == B);
}

TEST_CASE("a node is replaced, and what it was made of goes with it") {
  const Expr A = variable("A", 2, 2), S = variable("S", 2, 2);
  const Expr square = A * A;
  CHECK(to_text(substitute(square + A, {{square, S}})) == "S + A");
  // Another node that looks the same: nothing would be replaced.
  CHECK_THROWS_WITH_AS(substitute(A * A + A, {{square, S}}),
                       doctest::Contains("the formula does not hold this A A (2×2), but another node that looks"),
                       Error);
}

TEST_CASE("replacements happen at once, not one after the other") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  CHECK(to_text(substitute(A - B, {{A, B}, {B, A}})) == "B − A");
}

TEST_CASE("several expressions share what they shared before") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  const Expr square = A * A;
  const std::vector<Expr> both = substitute(std::vector{transpose(square), sum(square)}, {{A, B}});
  CHECK(both[0].input(0) == both[1].input(0));
}

TEST_CASE("a named node keeps its name") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  const Expr K = substitute(named("K", A * A), {{A, B}});
  CHECK(K.symbol() == "K");
  CHECK(to_text(K.input(0)) == "B B");
}

TEST_CASE("shapes are inferred anew: the model and its gradient at another batch size") {
  const Expr W = variable("W", 2, 3), b = variable("b", 2), X = variable("X", 3, 4);
  const Expr Z = W * X + columns(b, W * X);
  const Expr L = mean(square(tanh(Z)));
  const std::vector<Expr> model{L, gradient(L, W), gradient(L, b)};
  const Expr more = variable("X", 3, 7);
  const std::vector<Expr> larger = substitute(model, {{X, more}});
  const Expr direct = mean(square(tanh(W * more + columns(b, W * more))));
  const LeafValues<double> at{
      {W, MatrixXd::Random(2, 3)}, {b, MatrixXd::Random(2, 1)}, {more, MatrixXd::Random(3, 7)}};
  CHECK(reference_value<double>(larger[0], at).isApprox(reference_value<double>(direct, at)));
  CHECK(reference_value<double>(larger[1], at).isApprox(reference_value<double>(gradient(direct, W), at)));
  CHECK(reference_value<double>(larger[2], at).isApprox(reference_value<double>(gradient(direct, b), at)));
}

TEST_CASE("what does not fit is refused") {
  const Expr A = variable("A", 2, 3), B = variable("B", 3, 2);
  CHECK_THROWS_WITH_AS(substitute(A * B, {{B, A}}),
                       doctest::Contains("\n  substitute: A (2×3) stands for B (3×2)"), ShapeError);
}

TEST_CASE("an unspecified function has derivatives known by name") {
  const Expr x = variable("x", 3);
  const Expr g = gradient(sum(f(x)), x);
  CHECK(to_text(g) == "f′(x)");
  CHECK(to_text(gradient(sum(g), x)) == "f″(x)");
  CHECK_THROWS_AS(reference_value<double>(f(x), {{x, MatrixXd::Ones(3, 1)}}), MissingInputError);
}

TEST_CASE("a definition replaces f, f′ and f″ alike") {
  const Expr x = variable("x", 3), c = variable("c", 3);
  const Expr L = dot(c, f(2 * x));
  const Expr first = gradient(L, x), second = gradient(sum(first), x);
  const MatrixXd x0 = MatrixXd::Random(3, 1), c0 = MatrixXd::Random(3, 1);
  const auto check = [&](const Definition& definition) {
    const Expr real = substitute(L, f, definition);
    CHECK(check_gradient(real, {x}, {substitute(first, f, definition)}, {x0}, {.others = {{c, c0}}}).passed());
    CHECK(check_gradient(sum(gradient(real, x)), {x}, {substitute(second, f, definition)}, {x0},
                         {.others = {{c, c0}}})
              .passed());
  };
  check([](const Operand& z) { return sigmoid(z); });
  check([](const Operand& z) { return tanh(z); });
  check([](const Operand& z) { return hadamard(z, sigmoid(z)); });
  check([](const Operand& z) { return power(z, 3) + 2; });
}

TEST_CASE("f′ and f″ of the sigmoid are the textbook ones") {
  const Expr x = variable("x", 3);
  const Definition sigma = [](const Operand& z) { return sigmoid(z); };
  const Expr first = gradient(sum(f(x)), x), second = gradient(sum(first), x);
  const MatrixXd x0 = MatrixXd::Random(3, 1);
  const Eigen::ArrayXXd s = 1 / (1 + (-x0.array()).exp());
  CHECK(reference_value<double>(substitute(first, f, sigma), {{x, x0}}).isApprox((s * (1 - s)).matrix()));
  CHECK(reference_value<double>(substitute(second, f, sigma), {{x, x0}})
            .isApprox((s * (1 - s) * (1 - 2 * s)).matrix()));
}

TEST_CASE("other unspecified functions stay, and definitions may use them") {
  const ElementwiseFunction g = elementwise_function("g");
  const Expr x = variable("x", 3);
  const Expr y = substitute(f(g(x)), f, [](const Operand& z) { return 2 * z; });
  CHECK(to_text(y) == "2 g(x)");
  CHECK(to_text(substitute(f(f(x)), f, [&](const Operand& z) { return g(z); })) == "g(g(x))");
}

TEST_CASE("a constant function has zero derivatives") {
  const Expr x = variable("x", 3);
  const Expr d = substitute(gradient(sum(f(x)), x), f, [](const Operand& z) { return ones_like(z); });
  CHECK(reference_value<double>(d, {{x, MatrixXd::Ones(3, 1)}}) == MatrixXd::Zero(3, 1));
}
