#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/grade/grade_written.hpp>

#include "graded.hpp"

// Quadratic forms, least squares and small losses.

using namespace matgrad;
using matgrad::tests::check_written_slips;

TEST_CASE("a matrix is taken for symmetric") {
  const std::string says = "This would be right if A were symmetric";
  check_written_slips("A: 4x4; x: 4; x'*A*x", {
                                                  {"x", "2*A*x", "symmetry assumed", says},
                                                  {"x", "2*A'*x", "symmetry assumed", says},
                                                  {"x", "A*x", "path missing", "path 1"},
                                                  {"A", "2*x*x'", "constant factor", "2 times"},
                                              });
  check_written_slips("A: 4x4; x: 4; y: 4; (x-y)'*A*(x-y)", {{"x", "2*A*(x-y)", "symmetry assumed", says}});
  check_written_slips("A: 4x4; x: 4; y: 4; 0.5*x'*A*x - y'*x", {{"x", "A*x - y", "symmetry assumed", says}});
  // With one of both alone, the transposition is what is missing.
  check_written_slips("A: 4x4; x: 4; y: 4; 0.5*norm2(A*x-y)^2",
                      {{"x", "A*(A*x-y)", "factor not transposed", "Aᵀ stands without its transposition"}});
  check_written_slips("A: 4x4 symmetric; x: 4; x'*A*x", {{"x", "A*x", "path missing", "½ times ∂L/∂x"}});
}

TEST_CASE("uses that contribute the same") {
  check_written_slips("X: 3x3; tr(X*X*X)",
                      {
                          {"X", "X'*X'", "path missing", "1/3 times ∂L/∂X: X is used 3 times"},
                          {"X", "2*X'*X'", "path missing", "2/3 times ∂L/∂X: X is used 3 times"},
                      });
  check_written_slips("X: 4x4; norm2(X'*X - eye)^2",
                      {
                          {"X", "2*X*(X'*X - eye)", "path missing", "½ times"},
                          {"X", "4*(X'*X - eye)*X", "wrong order of factors", "the factors X and Xᵀ X − I"},
                      });
}

TEST_CASE("slips in the derivative of a product, a norm and a logarithm") {
  check_written_slips("x: 4; y: 4; sum(x.*y.*sin(x))",
                      {{"x", "y.*cos(x)", "product rule missing", "the product of the derivatives"}});
  check_written_slips("x: 4; logsumexp(x)", {{"x", "exp(x)", "normalisation missing", "the division by its sum"}});
  check_written_slips("x: 4; y: 4; norm2(x-y)",
                      {{"x", "x-y", "operation missing", "the division by ‖x − y‖ is missing"}});
  check_written_slips("x: 4; sum(x.^3)", {{"x", "x.^2", "constant factor", "the factor 3 is missing"}});
  check_written_slips("A: 6x3; x: 3; y: 6; a: scalar positive; 0.5*norm2(A*x-y)^2 + 0.5*a*norm2(x)^2",
                      {
                          {"x", "A'*(A*x-y) + x", "factor missing", "In the term a x of ∂L/∂x, the factor a"},
                          {"x", "A'*A*x + a*x", "term missing", "the term −Aᵀ y is missing"},
                      });
  check_written_slips("X: 3x3; det(X)", {{"X", "inv(X)'", "scalar factor", "The factor det(X) is missing"}});
  check_written_slips("A: 6x3; x: 3; w: 6; 0.5*sum(w.*(A*x).^2)",
                      {{"w", "0.5*norm2(A*x)^2", "sum too much", "the sum over all entries of ∂L/∂w"}});
  check_written_slips(
      "X: 5x3; Y: 5x2; W: 3x2; a: scalar; norm2(X*W-Y)^2/5 + a*norm2(W)^2",
      {{"W", "2*X'*(X*W-Y) + 2*a*W", "constant factor of a path", "5 is the number of rows of X"}});
  check_written_slips("a: 3; b: 4; X: 3x4; a'*X*b", {{"X", "b*a'", "transposed", "it is 4×3"}});
  check_written_slips("X: 4x4; a: 4; b: 4; a'*inv(X)*b",
                      {{"X", "-inv(X)*a*b'*inv(X)", "factor not transposed", "(X⁻¹)ᵀ stands without"}});
}

TEST_CASE("an answer that holds for probabilities alone") {
  const std::string loss = "W: 3x4; x: 4; t: 3; p = softmax(W*x); -t'*log(p)";
  const Grade found = grade(loss, {.wrt = "W", .answer = "(p - t)*x'"});
  CHECK_FALSE(found.right());
  REQUIRE(found.diagnoses.size() == 1);
  CHECK(found.diagnoses[0].slip == "sum to 1 assumed");
  CHECK(found.diagnoses[0].explanation.starts_with("This would be right if the entries of t summed to 1"));
  CHECK(grade(loss, {.wrt = "W", .answer = "(sum(t)*p - t)*x'"}).right());
  const Grade other = grade(loss, {.wrt = "W", .answer = "(p + t)*x'"});
  CHECK((other.diagnoses.empty() || other.diagnoses[0].slip != "sum to 1 assumed"));
}
