#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/autodiff.hpp>
#include <matgrad/autodiff/check/draw_values.hpp>
#include <matgrad/autodiff/check/formula_in_domain.hpp>
#include <matgrad/autodiff/check/regular_arguments.hpp>

namespace matgrad {
namespace {

using Eigen::MatrixXd;

std::string shapes(const std::string& text) {
  std::string result;
  for (const Expr& variable : formula_in_domain(text).variables)
    result += (result.empty() ? "" : ", ") + std::string(variable.symbol()) + " " + to_string(variable.shape());
  return result;
}

}  // namespace

TEST_CASE("free sizes are chosen so that what is inverted or factored is regular") {
  CHECK(shapes("log(det(X'*X))") == "X 4×3");
  CHECK(shapes("logdet(X*X')") == "X 3×4");
  CHECK(shapes("tr(inv(A'*A))") == "A 4×3");
  CHECK(shapes("det(A'*A)") == "A 4×3");
  CHECK(shapes("logdet(A - A')") == "A 4×4");
  CHECK(shapes("X: m x n; log(det(X'*X))") == "X 4×3");
  // Nothing is chosen, or everything serves.
  CHECK(shapes("X: 3x4; log(det(X'*X))") == "X 3×4");
  CHECK(shapes("log(det(X))") == "X 3×3");
  CHECK(shapes("sum(X'*X)") == "X 3×4");
  const std::string nested = "log(det(A'*X'*X*A))";
  const Formula formula = formula_in_domain(nested);
  CHECK_FALSE(draw_values(std::vector{formula.result}, {}).singular);
  // The same sizes again.
  CHECK(parse_formula(nested, {.preferred_sizes = formula.chosen_sizes}).variables[1].shape() ==
        formula.variables[1].shape());
}

TEST_CASE("points at which a matrix is singular to working precision are not drawn") {
  const Expr X = variable("X", 3, 4), gram = transpose(X) * X;
  for (const Expr& loss : {log(determinant(gram)), log(2 * determinant(gram)), trace(inverse(gram)), log_det(gram),
                           1 / determinant(gram), sum(solve(gram, transpose(X)))}) {
    CHECK_THROWS_AS_MESSAGE(draw_values(std::vector{loss}, {}), DomainError, to_text(loss));
    const LeafValues<> given{{X, MatrixXd::Random(3, 4)}};
    CHECK_THROWS_AS_MESSAGE(require_regular(std::vector{loss}, given), SingularError, to_text(loss));
  }
  // A determinant of its own is 0 there, which is said.
  const DrawnValues drawn = draw_values(std::vector{determinant(gram)}, {});
  CHECK(to_text(drawn).ends_with("; Xᵀ X is singular in every draw"));
  CHECK_NOTHROW(require_regular(std::vector{determinant(gram)}, drawn.values));
}

TEST_CASE("a matrix is singular to working precision whatever the units of its rows and columns") {
  MatrixXd a(2, 2);
  a << 1, 2, 2, 4 * (1 + 1e-16);
  CHECK(is_singular_to_working_precision(a));
  a << 1e-20, 0, 0, 1;
  CHECK_FALSE(is_singular_to_working_precision(a));
  a << 1, 1e-9, 1e9, 2;
  CHECK_FALSE(is_singular_to_working_precision(a));
  CHECK(is_singular_to_working_precision(MatrixXd::Zero(3, 3)));
  CHECK_FALSE(is_singular_to_working_precision(MatrixXd(0, 0)));
}

}  // namespace matgrad
