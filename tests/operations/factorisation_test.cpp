#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"

namespace matgrad::tests {
namespace {

using Value = Eigen::MatrixXd;

/// A function of one square matrix, in float and double.
struct OfMatrix {
  std::string name;
  std::function<Expr(const Expr&)> build;
};

template <class Scalar>
Matrix<Scalar> at(const OfMatrix& f, const Value& value) {
  const Expr a = variable("A", value.rows(), value.cols());
  return evaluated<Scalar>(f.build(a), {{a.id(), value.cast<Scalar>()}});
}

/// The text of the error of the given type that `f` throws.
template <class Expected, class Scalar>
std::string error_text(const OfMatrix& f, const Value& value) {
  CAPTURE(f.name);
  try {
    const Matrix<Scalar> result = at<Scalar>(f, value);
    FAIL("no error, but\n", result);
  } catch (const Expected& error) {
    return error.what();
  }
  return {};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const std::vector<OfMatrix>& eliminating() {
  static const std::vector<OfMatrix> functions{
      {"inverse", [](const Expr& a) { return inverse(a); }},
      {"solve", [](const Expr& a) { return solve(a, constant(Value::Ones(a.rows(), 2))); }},
      {"log_det", [](const Expr& a) { return log_det(a); }},
      {"log_abs_det", [](const Expr& a) { return log_abs_det(a); }},
  };
  return functions;
}

const std::vector<OfMatrix>& all_functions() {
  static const std::vector<OfMatrix> functions = [] {
    std::vector<OfMatrix> list = eliminating();
    list.push_back({"cholesky", [](const Expr& a) { return cholesky(a); }});
    list.push_back({"determinant", [](const Expr& a) { return determinant(a); }});
    list.push_back({"cofactor", [](const Expr& a) { return cofactor(a); }});
    list.push_back({"cofactor_derivative", [](const Expr& a) { return cofactor_derivative(a, a); }});
    return list;
  }();
  return functions;
}

}  // namespace

TEST_CASE("a singular matrix is an error that names the pivot and a remedy") {
  const Value last{{1, 2}, {2, 4}};
  Value first = Value::Identity(3, 3);
  first.col(0).setZero();
  for (const OfMatrix& f : eliminating()) {
    for (const std::string& text :
         {error_text<SingularError, double>(f, last), error_text<SingularError, float>(f, last)}) {
      CAPTURE(text);
      CHECK(contains(text, f.name + ": pivot 2 of 2"));
      CHECK(contains(text, "add a small multiple of the identity"));
    }
    CHECK(contains(error_text<SingularError, double>(f, first), "pivot 1 of 3"));
    CHECK(contains(error_text<SingularError, double>(f, Value::Zero(1, 1)), "pivot 1 of 1"));
  }
  // Larger than one block of the factorisation.
  Value large = Value::Identity(200, 200);
  large(150, 150) = 0;
  for (const OfMatrix& f : eliminating())
    CHECK(contains(error_text<SingularError, double>(f, large), "pivot 151 of 200"));
}

TEST_CASE("an inverse that overflows is an error") {
  const double tiny = std::numeric_limits<double>::denorm_min();
  CHECK(contains(error_text<SingularError, double>(eliminating()[0], Value::Constant(1, 1, tiny)), "overflows"));
  CHECK(contains(error_text<SingularError, double>(eliminating()[1], Value::Constant(1, 1, tiny)), "overflows"));
  const double huge = std::numeric_limits<double>::max();
  const Value growing{{huge, huge}, {-huge, huge}};
  for (const OfMatrix& f : eliminating())
    CHECK(contains(error_text<SingularError, double>(f, growing), "overflows"));
}

TEST_CASE("NaN and infinity are refused") {
  for (const OfMatrix& f : all_functions()) {
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
      Value value = Value::Identity(3, 3);
      value(2, 1) = bad;
      const std::string text = error_text<NonFiniteError, double>(f, value);
      CAPTURE(text);
      CHECK(contains(text,
                     f.name + ": entry (2, 1) of the 3×3 argument is " + (std::isnan(bad) ? "NaN" : "infinite")));
      CHECK(contains(error_text<NonFiniteError, float>(f, value), "entry (2, 1)"));
    }
  }
  const Expr a = variable("A", 2, 2), b = variable("B", 2, 1);
  const Value nan = Value::Constant(2, 1, std::numeric_limits<double>::quiet_NaN());
  CHECK_THROWS_AS(evaluated<double>(solve(a, b), {{a.id(), Value::Identity(2, 2)}, {b.id(), nan}}),
                  NonFiniteError);
}

TEST_CASE("cholesky names the pivot that is not positive") {
  const OfMatrix f{"cholesky", [](const Expr& a) { return cholesky(a); }};
  const Value indefinite{{1, 0, 0}, {0, 4, 2}, {0, 2, -1}};
  const std::string text = error_text<NotPositiveDefiniteError, double>(f, indefinite);
  CAPTURE(text);
  CHECK(contains(text, "cholesky: pivot 3 of 3 is -2, not a positive number"));
  CHECK(contains(text, "add a small multiple of the identity"));
  CHECK(contains(error_text<NotPositiveDefiniteError, float>(f, indefinite), "pivot 3 of 3"));
  CHECK(contains(error_text<NotPositiveDefiniteError, double>(f, Value::Zero(1, 1)), "pivot 1 of 1 is 0"));
  Value large = Value::Identity(200, 200);
  large(150, 150) = -1;
  CHECK(contains(error_text<NotPositiveDefiniteError, double>(f, large), "pivot 151 of 200 is -1"));
}

TEST_CASE("cholesky of several panels reproduces the matrix") {
  const Index n = 150;
  const Value root =
      Value::NullaryExpr(n, n, [](Index i, Index j) { return std::sin(static_cast<double>(7 * i + 3 * j * j)); });
  const Value matrix = root * root.transpose() + static_cast<double>(n) * Value::Identity(n, n);
  const Value l = at<double>({"cholesky", [](const Expr& a) { return cholesky(a); }}, matrix);
  CHECK((l * l.transpose() - matrix).norm() <= 1e-13 * matrix.norm());
  CHECK(Value(l.triangularView<Eigen::StrictlyUpper>()).norm() == 0);
}

TEST_CASE("cholesky and its gradient see only the symmetric part") {
  const Expr a = variable("A", 2, 2), g = variable("G", 2, 2);
  const Value symmetric{{4, 2}, {2, 5}};
  const Value skew{{0, 3}, {-3, 0}};
  const Value weight{{1, 7}, {2, 3}};
  const Expr slope = gradient(dot(g, cholesky(a)), a);
  const auto values = evaluated<double>({cholesky(a), slope}, {{a.id(), symmetric + skew}, {g.id(), weight}});
  CHECK((values[0] - Value{{2, 0}, {1, 2}}).norm() <= 1e-15);
  // dL of [[p, q], [q, r]] with L₁₁ = √p, L₂₁ = q/√p, L₂₂ = √(r − q²/p), at p = 4, q = 2, r = 5.
  const double of_p = 1.0 / 4 - 2 * 2.0 / 16 + 3 * 4.0 / (16 * 2 * 2);
  const double of_q = 2.0 / 2 - 3 * 2 * 2.0 / (4 * 2 * 2);
  const double of_r = 3.0 / 4;
  CHECK((values[1] - Value{{of_p, of_q / 2}, {of_q / 2, of_r}}).norm() <= 1e-14);
}

TEST_CASE("matrices that are not square are refused with operands, shapes and a hint") {
  const Expr a = variable("A", 3, 2), b = variable("B", 3, 1);
  const auto text_of = [](const std::function<Expr()>& build) -> std::string {
    try {
      build();
    } catch (const ShapeError& error) {
      return error.what();
    }
    return "no error";
  };
  const int line = __LINE__ + 1;
  const std::string text = text_of([&] { return solve(a, b); });
  CHECK(text ==
        "solve: A (3×2) is not square\n"
        "  for least squares write solve(transpose(A) * A, transpose(A) * B)\n"
        "  at factorisation_test.cpp:" +
            std::to_string(line));
  const Expr square = variable("S", 3, 3);
  CHECK(contains(text_of([&] { return solve(square, transpose(b)); }), "transpose(Bᵀ) would fit"));
  CHECK(contains(text_of([&] { return inverse(a); }), "inverse: A (3×2) is not square"));
  CHECK(contains(text_of([&] { return cholesky(a); }), "A * transpose(A) is square"));
  CHECK(contains(text_of([&] { return determinant(a); }), "only a square matrix has a determinant"));
  CHECK(contains(text_of([&] { return cofactor_derivative(square, a); }), "S (3×3) and A (3×2) differ"));
}

}  // namespace matgrad::tests
