#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/function.hpp"

using namespace matgrad;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Fails on a negative entry.
class Checked final : public OpOf<Checked> {
 public:
  static constexpr std::string_view function = "checked";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if ((in[0].array() < 0).any()) throw DomainError("checked: an entry is negative");
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return adjoint; }
};

Expr checked(const Operand& a) { return apply(shared<Checked>(), {a}); }

/// What a call of the identity throws for a value bound to a leaf with `facts`, "" if nothing.
template <class Scalar = double>
std::string fact_error(Facts facts, const Matrix<Scalar>& value) {
  const Expr S = variable("S", value.rows(), value.cols(), facts);
  try {
    Function<Scalar, 1>({S}, {S})(value);
  } catch (const DomainError& error) {
    return error.what();
  }
  return "";
}

bool accepts(Facts facts, const MatrixXd& value) {
  const std::string in_double = fact_error<double>(facts, value);
  const std::string in_float = fact_error<float>(facts, value.cast<float>());
  CHECK(in_double.empty() == in_float.empty());
  return in_double.empty();
}

const double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("a variable that is no input is named when the Function is made") {
  const Expr W = variable("W", 3, 6), x = variable("x", 6, 1);
  CHECK_THROWS_WITH_AS(
      Function({W}, {W * x}),
      "Function: the variable x (6×1) is used but not among the inputs (W)\n  add x to the inputs",
      MissingInputError);
  const Expr other = variable("x", 6, 1);
  CHECK_THROWS_WITH_AS(Function({W, other}, {W * x}),
                       "Function: the variable x (6×1) is used but not among the inputs (W, x)\n"
                       "  the input x is another variable of the same name: use one variable",
                       MissingInputError);
}

TEST_CASE("inputs are different leaves with different names") {
  const Expr a = variable("a", 1), same_name = variable("a", 1);
  CHECK_THROWS_AS(Function({a, same_name}, {a + same_name}), Error);
  CHECK_THROWS_AS(Function({a, a}, {2 * a}), Error);
  CHECK_THROWS_WITH_AS(Function({2 * a}, {2 * a}), "Function: input 1, 2 a, is not a variable or parameter",
                       Error);
  CHECK_THROWS_AS(Function({named("b", a)}, {a}), Error);
  CHECK_THROWS_AS((Function<double, 2>({a}, std::vector{a})), Error);
}

TEST_CASE("a value of the wrong shape is named with both shapes") {
  const Expr W = variable("W", 3, 6);
  const Function f({W}, {2 * W});
  CHECK_THROWS_WITH_AS(f(MatrixXd(6, 3)), "Function: the value given for W (3×6) is 6×3", ShapeError);
  CHECK_THROWS_WITH_AS(f(1.0), "Function: the value given for W (3×6) is 1×1", ShapeError);
}

TEST_CASE("values that are missing, too many or unknown are named") {
  const Expr W = variable("W", 1), x = variable("x", 1);
  const Function f({W, x}, {W * x});
  Workspace w(f);
  CHECK_THROWS_WITH_AS(f(1), "Function: 1 value given for 2 inputs: W (1×1), x (1×1)", MissingInputError);
  CHECK_THROWS_AS(f(w, 1, 2, 3), MissingInputError);
  CHECK_THROWS_WITH_AS(f({{"W", 1}}), "Function: no value is given for the input x (1×1)", MissingInputError);
  CHECK_THROWS_WITH_AS(f({{"W", 1}, {"y", 1}}),
                       "Function: there is no input called y; the inputs are W (1×1), x (1×1)", MissingInputError);
  CHECK_THROWS_AS(f(w, {{"W", 1}, {"x", 1}, {"W", 1}}), Error);
  CHECK(f(w, 2, 3)[0](0, 0) == 6);  // a refused call leaves the workspace usable
}

TEST_CASE("a Workspace belongs to its Function") {
  const Expr a = variable("a", 1);
  const Function f({a}, {2 * a}), g({a}, {3 * a});
  Workspace w(f);
  CHECK_THROWS_AS(g(w, 1), Error);
}

TEST_CASE("an error of evaluation says in which expression, with its leaves") {
  const Expr A = variable("A", 2, 1), b = variable("b", 2, 1), c = variable("c", 2, 1);
  const Function f({A, b, c}, {sum(checked(A - b)) + sum(c)});
  const VectorXd low = VectorXd::Zero(2), high = VectorXd::Ones(2);
  CHECK_THROWS_WITH_AS(f(low, high, low),
                       "checked: an entry is negative\n  in checked(A − b), with leaves A (2×1), b (2×1)",
                       DomainError);
  CHECK(f(high, low, low)[0](0, 0) == 2);
}

TEST_CASE("an error of evaluation is written with the names of the intermediates") {
  const Expr A = variable("A", 2, 1), b = variable("b", 2, 1);
  const Expr d = named("d", A - b), checked_d = named("c", checked(d));
  const Function f({A, b}, {sum(exp(checked_d)) + squared_norm(d)});
  const VectorXd low = VectorXd::Zero(2), high = VectorXd::Ones(2);
  CHECK_THROWS_WITH_AS(
      f(low, high), "checked: an entry is negative\n  in checked(d), with leaves A (2×1), b (2×1)", DomainError);
}

TEST_CASE("an error inside of an instruction is written as the formula that it stands for") {
  const Expr A = variable("A", 2, 2), b = variable("b", 2, 1);
  const MatrixXd singular{{1, 2}, {2, 4}};
  const VectorXd ones = VectorXd::Ones(2);
  const auto context = [&](const Expr& expr) -> std::string {
    try {
      Function({A, b}, {expr})(singular, ones);
    } catch (const SingularError& error) {
      const std::string text = error.what();
      return text.substr(text.rfind('\n') + 1);
    }
    return "no SingularError";
  };
  const Expr K = named("K", A * transpose(A));
  CHECK(context(inverse(A * transpose(A))) == "  in (A Aᵀ)⁻¹, with leaves A (2×2)");
  CHECK(context(inverse(K)) == "  in K⁻¹, with leaves A (2×2)");
  CHECK(context(solve(2 * A * A - 3 * A, b)) == "  in solve(2 A A − 3 A, b), with leaves A (2×2), b (2×1)");
}

TEST_CASE("an error on constants alone is thrown by the call") {
  const Function f({}, {checked(constant(-1))});
  CHECK_THROWS_WITH_AS(f(), "checked: an entry is negative\n  in checked(−1)", DomainError);
}

TEST_CASE("declared facts are checked: entries") {
  CHECK(accepts(Fact::positive, MatrixXd{{1, 2}, {3, 4}}));
  CHECK_FALSE(accepts(Fact::positive, MatrixXd{{1, 2}, {0, 4}}));
  CHECK_FALSE(accepts(Fact::positive, Eigen::RowVector2d(1, not_a_number)));
  CHECK(accepts(Fact::nonnegative, Eigen::RowVector2d(0, 2)));
  CHECK_FALSE(accepts(Fact::nonnegative, Eigen::RowVector2d(0, -1e-20)));
  CHECK(fact_error<double>(Fact::positive, MatrixXd{{1, 2}, {-0.5, 4}}) ==
        "the variable S (2×2) is declared positive, but entry (1, 0) is -0.5 in the value given");
}

TEST_CASE("declared facts are checked: symmetry") {
  MatrixXd S = MatrixXd::Random(40, 40);
  S = (S + S.transpose()).eval();
  CHECK(accepts(Fact::symmetric, S));
  S(35, 2) += 1e-12;
  CHECK(accepts(Fact::symmetric, S));
  S(35, 2) += 0.01;
  CHECK_FALSE(accepts(Fact::symmetric, S));
  CHECK(fact_error<double>(Fact::symmetric, MatrixXd{{1, 2}, {3, 4}}) ==
        "the variable S (2×2) is declared symmetric, but entry (1, 0) is 3 and entry (0, 1) is 2 in the value "
        "given");
  CHECK_FALSE(accepts(Fact::symmetric, MatrixXd::Zero(2, 3)));
  CHECK_FALSE(accepts(Fact::symmetric, MatrixXd{{1, not_a_number}, {not_a_number, 1}}));
}

TEST_CASE("declared facts are checked: triangles and diagonals") {
  const MatrixXd lower{{1, 0}, {2, 3}};
  CHECK(accepts(Fact::lower_triangular, lower));
  CHECK_FALSE(accepts(Fact::upper_triangular, lower));
  CHECK(accepts(Fact::upper_triangular, lower.transpose()));
  CHECK_FALSE(accepts(Fact::lower_triangular, lower.transpose()));
  CHECK_FALSE(accepts(Fact::diagonal, lower));
  CHECK(accepts(Fact::diagonal, MatrixXd{{1, 0}, {0, 3}}));
}

TEST_CASE("declared facts are checked: positive definiteness by symmetry and diagonal") {
  CHECK(accepts(Fact::positive_definite, MatrixXd{{2, 1}, {1, 2}}));
  CHECK_FALSE(accepts(Fact::positive_definite, MatrixXd{{2, 1}, {1, 0}}));
  CHECK_FALSE(accepts(Fact::positive_definite, MatrixXd{{2, 1}, {0, 2}}));
  CHECK(accepts(Fact::positive_semidefinite, MatrixXd{{2, 0}, {0, 0}}));
  CHECK_FALSE(accepts(Fact::positive_semidefinite, MatrixXd{{2, 0}, {0, -1}}));
}
