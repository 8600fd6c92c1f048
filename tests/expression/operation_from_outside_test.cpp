#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <tuple>

#include "matgrad/autodiff/check/check_gradient.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"
#include "matgrad/autodiff/transform/derivatives.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "support/error_text.hpp"

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

enum class Fault { value, product, vjp };

/// The identity with a fault: a value of another shape than the stated one, plain or as a product, or a transposed
/// derivative.
class Misshapen final : public OpOf<Misshapen> {
 public:
  static constexpr std::string_view function = "misshapen";
  Misshapen(Fault fault, Index rows) : fault_(fault), rows_(rows) {}
  auto attributes() const { return std::tuple(fault_, rows_); }
  Shape shape(std::span<const Expr>) const override { return {rows_, 1}; }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (fault_ == Fault::product)
      out.noalias() = Matrix<Scalar>::Identity(in[0].rows(), in[0].rows()) * in[0];
    else
      out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return transpose(adjoint); }

 private:
  Fault fault_;
  Index rows_;
};

Expr misshapen(Fault fault, Index rows, const Operand& a) {
  return apply(std::make_shared<Misshapen>(fault, rows), {a});
}

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

TEST_CASE("one whose value has not the shape that it states is named when it is evaluated, also with NDEBUG") {
  const Expr x = variable("x", 3);
  const MatrixXd x0 = MatrixXd::Ones(3, 1);
  for (const Fault fault : {Fault::value, Fault::product})
    for (const Index rows : {2, 4}) {
      const Expr y = misshapen(fault, rows, x);
      const std::string text = tests::text_of<ShapeError>([&] { Function({x}, {2 * y})(x0); });
      CHECK(tests::has(text, "an operation computes a value of the shape 3×1, but its shape() says " +
                                 std::to_string(rows) + "×1"));
      CHECK(tests::has(text, "in misshapen["));
      const Function<float, 1> in_float({x}, {2 * y});
      CHECK_THROWS_AS(in_float(x0.cast<float>().eval()), ShapeError);
      CHECK_THROWS_AS(reference_value<long double>(y, {{x, x0.cast<long double>()}}), ShapeError);
    }
}

TEST_CASE("one whose derivative has not the shape of the input is named when the gradient is taken") {
  const Expr x = variable("x", 3);
  const Expr y = misshapen(Fault::vjp, 3, x);
  const char* text =
      "misshapen: its vjp for input 1, x (3×1), has the shape 1×3\n  what flows back to an input must have the "
      "input's shape: mend vjp()";
  CHECK_THROWS_WITH_AS(gradient(sum(y), x), text, ShapeError);
  CHECK_THROWS_WITH_AS(derive(sum(y), x), text, ShapeError);
  CHECK_THROWS_WITH_AS(check_gradient(sum(y), {x}, {MatrixXd::Ones(3, 1)}), text, ShapeError);
}
