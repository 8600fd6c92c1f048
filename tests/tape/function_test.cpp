#include "matgrad/autodiff/tape/function.hpp"

#include <doctest/doctest.h>

#include <type_traits>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Autoencoder {
  Expr W = variable("W", 3, 6);
  Expr x = variable("x", 6, 1);
  Expr K = named("K", transpose(W) * (W * x) - x);
  Expr L = 0.5 * dot(K, K);
  Expr dW = W * (K * transpose(x)) + (W * x) * transpose(K);

  MatrixXd W0 = MatrixXd::Random(3, 6);
  VectorXd x0 = VectorXd::Random(6);
  VectorXd K0 = W0.transpose() * (W0 * x0) - x0;
  double loss = 0.5 * K0.squaredNorm();
  MatrixXd gradient = W0 * K0 * x0.transpose() + W0 * x0 * K0.transpose();
};

}  // namespace

TEST_CASE_FIXTURE(Autoencoder, "a Function has as many results as its braces have outputs") {
  const Function f({W, x}, {L, dW});
  static_assert(std::is_same_v<decltype(f), const Function<double, 2>>);
  const auto [value, slope] = f(W0, x0);
  static_assert(std::is_same_v<decltype(value), const MatrixXd>);
  REQUIRE(value.size() == 1);
  CHECK(value(0, 0) == doctest::Approx(loss));
  CHECK(slope.isApprox(gradient));

  const Function one({W, x}, {L});
  static_assert(std::is_same_v<decltype(one), const Function<double, 1>>);
  CHECK(one(W0, x0)[0](0, 0) == doctest::Approx(loss));
}

TEST_CASE_FIXTURE(Autoencoder, "float Functions take and give float") {
  const Function<float, 2> f({W, x}, {L, dW});
  const auto [value, slope] = f(W0.cast<float>().eval(), x0.cast<float>().eval());
  static_assert(std::is_same_v<decltype(value), const Eigen::MatrixXf>);
  CHECK(value(0, 0) == doctest::Approx(loss).epsilon(1e-5));
  CHECK(slope.isApprox(gradient.cast<float>(), 1e-5f));
}

TEST_CASE_FIXTURE(Autoencoder, "a vector of outputs gives a vector of results") {
  const std::vector<Expr> inputs{W, x};
  const std::vector<Expr> outputs{L, dW};
  const Function<double> f(inputs, outputs);
  const std::vector<MatrixXd> results = f(W0, x0);
  REQUIRE(results.size() == 2);
  CHECK(results[1].isApprox(gradient));
  Workspace w(f);
  const std::span<const ConstView<double>> views = f(w, W0, x0);
  REQUIRE(views.size() == 2);
  CHECK(views[1].isApprox(gradient));
  const std::vector<Argument<double>> arguments{W0, x0};
  CHECK(f(arguments)[1].isApprox(gradient));
  CHECK(f(w, std::span(arguments))[1].isApprox(gradient));
}

TEST_CASE_FIXTURE(Autoencoder, "a Workspace gives views") {
  const Function f({W, x}, {L, dW});
  Workspace w(f);
  const auto [value, slope] = f(w, W0, x0);
  static_assert(std::is_same_v<decltype(slope), const ConstView<double>>);
  CHECK(value(0, 0) == doctest::Approx(loss));
  CHECK(slope.isApprox(gradient));

  Workspace moved = std::move(w);
  const auto again = f(moved, W0, x0);
  CHECK(again[1].data() == slope.data());
  const auto doubled = f(moved, W0, (2 * x0).eval());
  CHECK(doubled[0](0, 0) == doctest::Approx(4 * loss));
}

TEST_CASE_FIXTURE(Autoencoder, "inputs may be named, in any order") {
  const Function f({W, x}, {L, dW});
  Workspace w(f);
  CHECK(f({{"x", x0}, {"W", W0}})[1].isApprox(gradient));
  CHECK(f({{"W", W0}, {"x", x0}})[1].isApprox(gradient));
  CHECK(f(w, {{"x", x0}, {"W", W0}})[1].isApprox(gradient));
  const std::vector<NamedArgument<double>> arguments{{"x", x0}, {"W", W0}};
  CHECK(f(std::span(arguments))[1].isApprox(gradient));
  CHECK(f(w, std::span(arguments))[1].isApprox(gradient));
}

TEST_CASE_FIXTURE(Autoencoder, "inputs may be of any layout") {
  const Function f({W, x}, {dW});
  Workspace w(f);
  const RowMajor by_rows = W0;
  MatrixXd large = MatrixXd::Constant(9, 20, 99.0);
  large.block(2, 3, 3, 6) = W0;
  large.row(8).segment(4, 6) = x0.transpose();
  const MatrixXd wide = W0.transpose();
  for (int call = 0; call < 2; ++call) {
    CHECK(f(w, by_rows, x0)[0].isApprox(gradient));
    CHECK(f(w, large.block(2, 3, 3, 6), large.row(8).segment(4, 6).transpose())[0].isApprox(gradient));
    CHECK(f(w, wide.transpose(), x0)[0].isApprox(gradient));
    CHECK(f(w, Eigen::Map<const MatrixXd>(W0.data(), 3, 6), x0)[0].isApprox(gradient));
    CHECK(f(w, Eigen::Map<const MatrixXd, 0, Eigen::InnerStride<>>(W0.data(), 3, 6, Eigen::InnerStride<>(1)),
            x0.array())[0]
              .isApprox(gradient));
    CHECK(f(w, Eigen::Matrix<double, 3, 6>(W0), Eigen::Matrix<double, 6, 1>(x0))[0].isApprox(gradient));
    CHECK(f(w, W0, x0)[0].isApprox(gradient));
  }
}

TEST_CASE("numbers are 1×1 matrices") {
  const Expr a = variable("a", 1), B = variable("B", 2, 3);
  const Function f({a, B}, {a * B});
  const MatrixXd B0 = MatrixXd::Random(2, 3);
  CHECK(f(2.5, B0)[0].isApprox(2.5 * B0));
  CHECK(f(2, B0)[0].isApprox(2 * B0));
  CHECK(f({{"B", B0}, {"a", 3}})[0].isApprox(3 * B0));
}

TEST_CASE("one matrix may be bound to two inputs") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  const Function f({A, B}, {A * B - B});
  const MatrixXd M = MatrixXd::Random(2, 2);
  CHECK(f(M, M)[0].isApprox(M * M - M));
}

TEST_CASE("an output view may be the next input of the same workspace") {
  const Expr A = variable("A", 4, 4), B = variable("B", 4, 4);
  // All intermediate results lie where outputs of the call before lay.
  const Function f({A, B}, {transpose(A) * B + A, transpose(B) - A * A});
  Workspace w(f);
  const MatrixXd A0 = MatrixXd::Random(4, 4), B0 = MatrixXd::Random(4, 4);
  const auto [first, second] = f(A0, B0);
  const auto [expected, expected_second] = f(second, first);
  const auto views = f(w, A0, B0);
  const auto next = f(w, views[1], views[0]);
  CHECK(next[0] == expected);
  CHECK(next[1] == expected_second);
  const auto block = f(w, A0, B0)[0].leftCols(4);
  CHECK(f(w, block, block)[0].isApprox(first.transpose() * first + first));
}

TEST_CASE("an input, a constant and the same expression twice may be outputs") {
  const Expr x = variable("x", 2, 2), y = x + x;
  const MatrixXd fixed{{1, 2}, {3, 4}};
  const Function f({x}, {x, constant(fixed), y, y, named("z", x)});
  const MatrixXd x0 = MatrixXd::Random(2, 2);
  Workspace w(f);
  const auto views = f(w, x0);
  CHECK(views[0] == x0);
  CHECK(views[0].data() != x0.data());
  CHECK(views[1] == fixed);
  CHECK(views[2] == 2 * x0);
  CHECK(views[3] == 2 * x0);
  CHECK(views[4] == x0);
  CHECK(f(views[2])[0] == 2 * x0);
}

TEST_CASE("inputs that no output needs are accepted") {
  const Expr a = variable("a", 2), b = variable("b", 3);
  const Function f({a, b}, {2 * a});
  CHECK(f(VectorXd::Ones(2).eval(), VectorXd::Ones(3).eval())[0] == MatrixXd::Constant(2, 1, 2.0));
}

TEST_CASE("a Function may have no inputs, and matrices may be empty") {
  CHECK(Function<double, 1>({}, {constant(2) + constant(3)})()[0](0, 0) == 5);
  const Expr A = variable("A", 0, 3);
  const Function f({A}, {transpose(A) + transpose(A), sum(A)});
  const auto [empty, total] = f(MatrixXd(0, 3));
  CHECK(empty.rows() == 3);
  CHECK(empty.cols() == 0);
  CHECK(total(0, 0) == 0);
}

TEST_CASE("a shape is taken from an input that is not evaluated") {
  const Expr b = variable("b", 3), X = variable("X", 3, 4);
  const Function f({b}, {columns(b, X)});
  const VectorXd b0 = VectorXd::Random(3);
  CHECK(f(b0)[0] == b0.replicate(1, 4));
}

TEST_CASE("a Function agrees with the reference evaluator") {
  const Autoencoder a;
  const Function f({a.W, a.x}, {a.L, a.dW});
  const auto [value, slope] = f(a.W0, a.x0);
  const LeafValues<long double> leaves{{a.W, a.W0.cast<long double>()}, {a.x, a.x0.cast<long double>()}};
  CHECK(slope.isApprox(reference_value(a.dW, leaves).cast<double>(), 1e-14));
  CHECK(value.isApprox(reference_value(a.L, leaves).cast<double>(), 1e-14));
}

TEST_CASE("a copy of a Function shares its program, and a Workspace outlives it") {
  const Expr x = variable("x", 2);
  auto f = std::make_unique<Function<double, 1>>(std::vector{x}, std::vector{2 * x});
  const Function copy = *f;
  Workspace w(*f);
  f.reset();
  CHECK(copy(w, VectorXd::Ones(2).eval())[0] == VectorXd::Constant(2, 2.0));
}

TEST_CASE("graphs of 100 000 nodes compile and run") {
  const Expr x = variable("x", 1);
  Expr y = x;
  for (int i = 0; i < 100'000; ++i) y = y + x;
  CHECK(Function({x}, {y})(0.5)[0](0, 0) == 50'000.5);
}

TEST_CASE_FIXTURE(Autoencoder, "one output needs no braces") {
  const Function f({W, x}, L);
  static_assert(std::is_same_v<decltype(f), const Function<double, 1>>);
  CHECK(f(W0, x0)[0](0, 0) == doctest::Approx(loss));
  MatrixXd moved = W0;
  const Function step({W, x}, 2 * L, {{W, W - 0.1 * dW}});
  const auto [twice] = step(moved, x0);
  CHECK(twice(0, 0) == doctest::Approx(2 * loss));
  CHECK(moved.isApprox(W0 - 0.1 * gradient));
  const Function<float, 1> in_float({W, x}, L);
  CHECK(in_float(W0.cast<float>().eval(), x0.cast<float>().eval())[0](0, 0) ==
        doctest::Approx(loss).epsilon(1e-5));
}

TEST_CASE_FIXTURE(Autoencoder, "a Function may be made later; until then it says that it is empty") {
  Function<double, 2> f;
  CHECK(f.is_empty());
  const char* text = "Function: it is empty: it was default constructed, or moved from";
  CHECK_THROWS_WITH_AS(f(W0, x0), text, Error);
  CHECK_THROWS_WITH_AS(f({{"W", W0}, {"x", x0}}), text, Error);
  CHECK_THROWS_WITH_AS(f.tape(), text, Error);
  CHECK_THROWS_WITH_AS(to_text(f), text, Error);
  CHECK_THROWS_WITH_AS(Workspace{f}, text, Error);
  f = Function({W, x}, {L, dW});
  CHECK(f(W0, x0)[0](0, 0) == doctest::Approx(loss));
  Workspace w(f);
  const Function moved = std::move(f);
  CHECK_THROWS_WITH_AS(f(w, W0, x0), text, Error);
  CHECK(moved(w, W0, x0)[0](0, 0) == doctest::Approx(loss));
}
