#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix_norm.hpp>
#include <matgrad/autodiff/operations/moments.hpp>
#include <matgrad/autodiff/operations/normalise.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>
#include <matgrad/autodiff/tape/function.hpp>

// Sums of many floats are off by less than 10⁻⁶ of the sum of magnitudes, whatever their number.

namespace matgrad::tests {
namespace {

using Floats = Eigen::MatrixXf;
using Doubles = Eigen::MatrixXd;

struct FloatSum {
  std::string name;
  std::function<Expr(const Expr& x, const Expr& y)> build;
  /// The value, and what an error of it is measured by, entry by entry.
  std::function<Doubles(const Doubles&x, const Doubles&y)> value, scale;
};

Doubles one(double value) { return Doubles::Constant(1, 1, value); }

std::vector<FloatSum> float_sums() {
  const auto total = [](const Doubles& x, const Doubles&) { return one(x.sum()); };
  const auto total_size = [](const Doubles& x, const Doubles&) { return one(x.cwiseAbs().sum()); };
  const auto square = [](const Doubles& x, const Doubles&) { return one(x.squaredNorm()); };
  const auto inner = [](const Doubles& x, const Doubles& y) { return one(x.cwiseProduct(y).sum()); };
  const auto inner_size = [](const Doubles& x, const Doubles& y) {
    return one(x.cwiseProduct(y).cwiseAbs().sum());
  };
  const auto rows = [](const Doubles& x, const Doubles&) -> Doubles { return x.rowwise().sum(); };
  const auto rows_size = [](const Doubles& x, const Doubles&) -> Doubles { return x.cwiseAbs().rowwise().sum(); };
  const auto columns = [](const Doubles& x, const Doubles&) -> Doubles { return x.colwise().sum(); };
  const auto columns_size = [](const Doubles& x, const Doubles&) -> Doubles {
    return x.cwiseAbs().colwise().sum();
  };
  const auto each_mean = [](const auto& of) {
    return [of](const Doubles& x, const Doubles& y) -> Doubles {
      const Doubles sums = of(x, y);
      return sums * (static_cast<double>(sums.size()) / static_cast<double>(x.size()));
    };
  };
  const auto binary = [](const Doubles& x, const Doubles& y) {
    return one(((1 + x.array().exp()).log() - y.array() * x.array()).sum() / static_cast<double>(x.cols()));
  };
  return {
      {"sum", [](const Expr& x, const Expr&) { return sum(x); }, total, total_size},
      {"mean", [](const Expr& x, const Expr&) { return mean(x); }, each_mean(total), each_mean(total_size)},
      {"squared norm", [](const Expr& x, const Expr&) { return squared_norm(x); }, square, square},
      {"norm", [](const Expr& x, const Expr&) { return norm(x); },
       [](const Doubles& x, const Doubles&) { return one(x.norm()); },
       [](const Doubles& x, const Doubles&) { return one(x.norm()); }},
      {"inner product", [](const Expr& x, const Expr& y) { return dot(x, y); }, inner, inner_size},
      {"row sums", [](const Expr& x, const Expr&) { return row_sums(x); }, rows, rows_size},
      {"column sums", [](const Expr& x, const Expr&) { return column_sums(x); }, columns, columns_size},
      {"row means", [](const Expr& x, const Expr&) { return row_means(x); }, each_mean(rows),
       each_mean(rows_size)},
      {"column means", [](const Expr& x, const Expr&) { return column_means(x); }, each_mean(columns),
       each_mean(columns_size)},
      {"column norms", [](const Expr& x, const Expr&) { return column_norms(x); },
       [](const Doubles& x, const Doubles&) -> Doubles { return x.colwise().norm(); },
       [](const Doubles& x, const Doubles&) -> Doubles { return x.colwise().norm(); }},
      {"variance", [](const Expr& x, const Expr&) { return variance(x + x); },
       [](const Doubles& x, const Doubles&) {
         return one(4 * (x.array() - x.mean()).square().sum() / static_cast<double>(x.size() - 1));
       },
       [](const Doubles& x, const Doubles&) { return one(4 * x.squaredNorm() / static_cast<double>(x.size())); }},
      {"one-norm", [](const Expr& x, const Expr&) { return one_norm(x); },
       [](const Doubles& x, const Doubles&) { return one(x.cwiseAbs().colwise().sum().maxCoeff()); },
       [](const Doubles& x, const Doubles&) { return one(x.cwiseAbs().colwise().sum().maxCoeff()); }},
      {"binary cross-entropy", [](const Expr& x, const Expr& y) { return binary_cross_entropy(x, y); }, binary,
       binary},
      {"matrix times column", [](const Expr& x, const Expr& y) { return x * transpose(column_sums(y)); },
       [](const Doubles& x, const Doubles& y) -> Doubles { return x * y.colwise().sum().transpose(); },
       [](const Doubles& x, const Doubles& y) -> Doubles {
         return x.cwiseAbs() * y.cwiseAbs().colwise().sum().transpose();
       }},
  };
}

void check_sum(const FloatSum& each, const Floats& x_value, const Floats& y_value) {
  const Expr x = variable("x", x_value.rows(), x_value.cols()), y = variable("y", y_value.rows(), y_value.cols());
  const Function<float> f({x, y}, {each.build(x, y)});
  const Floats result = f(x_value, y_value)[0];
  const Doubles a = x_value.cast<double>(), b = y_value.cast<double>();
  const Doubles expected = each.value(a, b), scale = each.scale(a, b);
  REQUIRE(result.size() == expected.size());
  const double error = ((result.cast<double>() - expected).array().abs() / scale.array()).maxCoeff();
  CHECK_MESSAGE(error <= 1e-6, each.name, " of ", x_value.rows(), "×", x_value.cols(), ": ", error);
}

}  // namespace

TEST_CASE("sums of equal floats, whose roundings add up") {
  for (const FloatSum& each : float_sums())
    for (const Shape shape : {Shape{300'000, 1}, Shape{1, 300'000}, Shape{3, 100'000}, Shape{100'000, 3},
                              Shape{70, 4000}, Shape{31, 33}, Shape{255, 1}, Shape{1, 1027}}) {
      const Floats x = Floats::Constant(shape.rows, shape.cols, 0.1f);
      check_sum(each, x, Floats::Constant(shape.rows, shape.cols, 0.3f));
    }
}

TEST_CASE("sums of random floats of both signs") {
  std::mt19937 random(5);
  std::uniform_real_distribution<float> entry(-1, 1);
  for (const FloatSum& each : float_sums())
    for (const Shape shape : {Shape{100'003, 1}, Shape{5, 20'001}, Shape{2500, 40}, Shape{1, 999}}) {
      const auto drawn = [&] {
        return Floats::NullaryExpr(shape.rows, shape.cols, [&] { return entry(random); });
      };
      const Floats x = drawn();
      check_sum(each, x, drawn().cwiseAbs());
    }
}

TEST_CASE("sixteen million tenths lose no more than the last digit of a float") {
  const Expr x = variable("x", 16'000'000);
  const Function<float> f({x}, {sum(x)});
  const double result = f(Floats::Constant(16'000'000, 1, 0.1f).eval())[0](0, 0);
  CHECK(std::abs(result / (16'000'000 * static_cast<double>(0.1f)) - 1) <= 1e-7);
}

TEST_CASE("the sum of floats does not depend on where they lie in memory") {
  std::mt19937 random(7);
  std::uniform_real_distribution<float> entry(-1, 1);
  const Floats x = Floats::NullaryExpr(1000, 1, [&] { return entry(random); });
  const Expr a = variable("a", 1000);
  const Function<float> f({a}, {sum(a), squared_norm(a)});
  const auto first = f(x);
  for (Index offset = 1; offset < 16; ++offset) {
    Floats memory(1016, 1);
    memory.middleRows(offset, 1000) = x;
    const auto moved = f(memory.middleRows(offset, 1000));
    CHECK(moved[0](0, 0) == first[0](0, 0));
    CHECK(moved[1](0, 0) == first[1](0, 0));
  }
}

}  // namespace matgrad::tests
