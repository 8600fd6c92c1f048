#include <doctest/doctest.h>

#include <cmath>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/derivatives.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"

// An operation that the library does not know, made as a user would, works everywhere.

using namespace matgrad;
using Eigen::MatrixXd;

namespace {

/// sin(k a + φ), φ = order · π/2: its derivative is k times that of the next order.
class Wave final : public OpOf<Wave> {
 public:
  static constexpr std::string_view function = "wave";

  Wave(double k, int order) : k_(k), order_(order) {}
  auto attributes() const { return std::tie(k_, order_); }
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0].unaryExpr([this](Scalar a) {
      const Scalar angle = static_cast<Scalar>(k_) * a;
      switch (order_ % 4) {
        case 0:
          return std::sin(angle);
        case 1:
          return std::cos(angle);
        case 2:
          return -std::sin(angle);
        default:
          return -std::cos(angle);
      }
    });
  }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return k_ * hadamard(adjoint, Expr(std::make_shared<Wave>(k_, order_ + 1), {z.input(0)}));
  }

 private:
  double k_;
  int order_;
};

Expr wave(double k, const Operand& a) { return apply(std::make_shared<Wave>(k, 0), {a}); }

struct Model {
  Expr A = variable("A", 2, 3), x = variable("x", 3);
  Expr L = 0.5 * squared_norm(wave(2, A* x));
  MatrixXd A0{{0.3, -1.2, 0.8}, {1.1, 0.4, -0.5}};
  MatrixXd x0{{0.7}, {-0.2}, {1.5}};
};

}  // namespace

TEST_CASE_FIXTURE(Model, "it prints with its attributes, and in gradients") {
  CHECK(to_text(L) == "½ ‖wave[2, 0](A x)‖²");
  CHECK(to_text(gradient(L, A)) == "2 (wave[2, 0](A x) ∘ wave[2, 1](A x)) xᵀ");
}

TEST_CASE_FIXTURE(Model, "its identity is its type and attributes") {
  CHECK(wave(2, x).op().equals(wave(2, x).op()));
  CHECK_FALSE(wave(2, x).op().equals(wave(3, x).op()));
  const Function f({x}, {wave(2, x) + wave(2, x)});  // the two are computed once
  CHECK(f.tape().instructions.size() == 2);
}

TEST_CASE_FIXTURE(Model, "a Function runs it in double and float") {
  const MatrixXd wave0 = (2 * (A0 * x0)).array().sin();
  const auto [value] = Function({A, x}, {wave(2, A * x)})(A0, x0);
  CHECK(value.isApprox(wave0, 1e-14));
  const Function<float, 1> in_float({A, x}, {wave(2, A * x)});
  const auto [rough] = in_float(A0.cast<float>().eval(), x0.cast<float>().eval());
  CHECK(rough.isApprox(wave0.cast<float>(), 1e-5f));
}

TEST_CASE_FIXTURE(Model, "its gradient and the gradient of that are right") {
  CHECK(check_gradient(L, {A, x}, {A0, x0}).passed());
  CHECK(check_gradient(dot(gradient(L, x), x), {A, x}, {A0, x0}).passed());
  const Expr a = variable("a", 1);
  const auto [second] = Function({a}, {hessian(wave(3, a), a)})(0.4);
  CHECK(second(0, 0) == doctest::Approx(-9 * std::sin(1.2)));
}

TEST_CASE_FIXTURE(Model, "a shape it does not accept is refused as for the library's own") {
  CHECK_THROWS_AS(wave(2, A) * A, Error);
}
