#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/check/draw_values.hpp>
#include <matgrad/autodiff/check/greatest_rank.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/language/parse.hpp>

#include "support/error_text.hpp"

using namespace matgrad;

TEST_CASE("the greatest rank of a matrix follows from the shapes of its factors") {
  struct Row {
    std::string formula;
    Index rank;
  };
  for (const Row& row : std::vector<Row>{{"X: 2x3; X'*X", 2},
                                         {"X: 3x2; X'*X", 2},
                                         {"x: 3; x*x'", 1},
                                         {"x: 3; y: 3; x*x' + 2*y*x'", 2},
                                         {"x: 3; y: 3; z: 3; x*x' + y*y' + z*z'", 3},
                                         {"X: 2x3; K = X'*X; K/7", 2},
                                         {"X: 2x3; a: scalar; a*(X'*X)'", 2},
                                         {"X: 2x3; X'*X + eye", 3},
                                         {"X: 2x3; s: scalar; X'*X + s*eye", 3},
                                         {"X: 2x3; s: scalar; X'*X + eye/s", 3},
                                         {"X: 2x3; y: 3; X'*X + diag(y)", 3},
                                         {"X: 2x3; exp(X'*X)", 3},
                                         {"x: 4; (x*x').*(x*x')", 1}}) {
    const Formula formula = parse_formula(row.formula);
    CHECK_MESSAGE(greatest_rank(formula.result) == row.rank, row.formula);
  }
}

TEST_CASE("of a matrix that is always singular no values are asked for") {
  const Formula formula = parse_formula("X: 2x3; log(det(X'*X))");
  const std::string text = tests::text_of<DomainError>([&] { draw_values(std::span(&formula.result, 1), {}); });
  CHECK(tests::has(text, "Xᵀ X is singular whatever the values are: it is 3×3, and its rank at most 2"));
  CHECK_FALSE(tests::has(text, "values of your own"));
}
