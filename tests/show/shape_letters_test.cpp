#include "matgrad/autodiff/show/shape_letters.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/show/latex.hpp"

using namespace matgrad;

TEST_CASE("a size with a letter is shown by it, one without as a number") {
  const ShapeLetters letters({{3, "m"}, {6, "d"}});
  CHECK(letters.text(Shape{3, 6}) == "m×d");
  CHECK(letters.text(Shape{6, 1}) == "d×1");
  CHECK(letters.text(Shape{5, 3}) == "5×m");
  CHECK(ShapeLetters().text(Shape{3, 6}) == "3×6");
  CHECK(to_latex(letters.notation({3, 5})) == "m \\times 5");
}

TEST_CASE("one letter for one size") {
  CHECK_THROWS_WITH_AS(ShapeLetters({{3, "m"}, {3, "n"}}),
                       "the size 3 has two letters, m and n: give them different sizes", Error);
  CHECK_THROWS_WITH_AS(ShapeLetters({{3, "m"}, {4, "m"}}), "the letter m stands for two sizes, 3 and 4", Error);
  CHECK_THROWS_WITH_AS(ShapeLetters({{3, ""}}), "the letter for the size 3 is empty", Error);
  CHECK(ShapeLetters({{3, "m"}, {3, "m"}}).letters().size() == 1);
}

TEST_CASE("letters are chosen in order of appearance, save names and the size 1") {
  const Expr W = variable("W", 3, 6), x = variable("x", 6), n = variable("n", 1);
  const std::vector<Expr> roots{squared_norm(W * x) * n};
  const ShapeLetters letters = ShapeLetters::chosen_for(roots);
  CHECK(letters.text(W.shape()) == "m×p");
  CHECK(letters.text(x.shape()) == "p×1");
  CHECK(letters.text(n.shape()) == "1×1");
}

TEST_CASE("a number of columns or of entries of a vector is a letter in a formula, an equal number is not") {
  const ShapeLetters letters({{5, "m"}, {6, "n"}});
  const Expr A = variable("A", 6, 5), x = variable("x", 6), B = variable("B", 2, 3);
  struct Row {
    Expr formula;
    const char* with_letters;
  };
  const Row rows[] = {
      {A / column_count(A), "A / m"},
      {x / entry_count(x), "x / n"},
      {5.0 * A, "5 A"},
      {A / 5.0, "A / 5"},
      {B / entry_count(B), "B / 6"},
      {A / entry_count(A), "A / 30"},
  };
  for (const Row& row : rows) CHECK(to_text(letters.in(notation_of(row.formula))) == row.with_letters);
}
