#include <doctest/doctest.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/kink.hpp>
#include <matgrad/autodiff/grade/grade_written.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

// Answers at given values at which the loss has a kink.

using namespace matgrad;

namespace {

using Given = std::vector<std::pair<std::string, Eigen::MatrixXd>>;

Eigen::MatrixXd column(std::initializer_list<double> entries) {
  Eigen::MatrixXd result(static_cast<Index>(entries.size()), 1);
  std::copy(entries.begin(), entries.end(), result.data());
  return result;
}

Eigen::MatrixXd number(double value) { return Eigen::MatrixXd::Constant(1, 1, value); }

struct AtKink {
  std::string question;
  std::string wrt;
  std::string answer;
  Given given;
  GradeVerdict verdict;
  std::string says;  // a part of what is printed
};

void check_at_kinks(const std::vector<AtKink>& rows) {
  for (const AtKink& row : rows) {
    const Grade found = grade(row.question, {.wrt = row.wrt, .answer = row.answer, .given = row.given});
    const std::string text = row.question + " with " + row.answer + "\n" + to_text(found);
    CHECK_MESSAGE(found.verdict == row.verdict, text);
    CHECK_MESSAGE(text.find(row.says) != std::string::npos, text);
  }
}

const Given zero_and_two{{"x", column({0, 2})}}, zeros{{"x", column({0, 0})}};
const Given ones_of_both{{"a", number(1)}, {"b", number(1)}};

}  // namespace

TEST_CASE("given values at a kink are no test point of a formula, and the kink is named") {
  using enum GradeVerdict;
  const std::string x1 = "the loss has a kink (x₁ = 0): they are no test point";
  check_at_kinks({
      {"x: 2; norm2(x)", "x", "x/norm2(x)", zeros, right, "a kink (x = 0)"},
      {"x: 2; sum(abs(x))", "x", "x./abs(x)", zero_and_two, right, x1},
      {"x: 2; sum(max(x, 0))", "x", "(x > 0)", zero_and_two, right, x1},
      {"x: 2; sum(max(x, 0))", "x", "(x >= 0)", zero_and_two, right, x1},
      {"x: 2; sum(max(x, 0))", "x", "x", zero_and_two, wrong, x1},
      {"a: scalar; b: scalar; max(a, b)", "a", "(a > b)", ones_of_both, right, "a kink (a = b)"},
      {"x: 2; abs(x)", "x", "diag(sign(x))", zero_and_two, right, x1},
      {"A: 2x2; x: 2; h = A*x; norm1(h)",
       "h",
       "h./abs(h)",
       {{"x", column({0, 0})}, {"A", Eigen::Matrix2d::Identity()}},
       right,
       "a kink (h₁ = 0 and h₂ = 0)"},
      {"x: 2; max(x)", "x", "(x == max(x))", {{"x", column({1, 1})}}, right, "x has several greatest entries"},
      {"x: 2; sum(abs(2*x - 4))", "x", "2*sign(x - 2)", zero_and_two, right, "entry (1, 0) of 2 x − 4 = 0"},
  });
}

TEST_CASE("numbers at a kink are right where they are a subgradient") {
  using enum GradeVerdict;
  const std::string one_of = "the answer is one of the subgradients";
  check_at_kinks({
      {"x: 2; sum(abs(x))", "x", "[0; 1]", zero_and_two, right, one_of},
      {"x: 2; sum(abs(x))", "x", "[1; 1]", zero_and_two, right, "between −1 and 1"},
      {"x: 2; sum(abs(x))", "x", "[-0.25; 1]", zero_and_two, right, one_of},
      {"x: 2; sum(abs(x))", "x", "[3; 1]", zero_and_two, wrong, "no subgradient"},
      {"x: 2; sum(abs(x))", "x", "[1; 2]", zero_and_two, wrong, "entry (1, 0), counted from 0, is 2"},
      {"x: 2; sum(max(x, 0))", "x", "[0; 1]", zero_and_two, right, one_of},
      {"x: 2; sum(max(x, 0))", "x", "[1; 1]", zero_and_two, right, one_of},
      {"x: 2; sum(max(x, 0))", "x", "[-1; 1]", zero_and_two, wrong, "between 0 and 1"},
      {"x: 2; norm2(x)", "x", "[0; 0]", zeros, right, one_of},
      {"x: 2; norm2(x)", "x", "[0.6; -0.8]", zeros, right, one_of},
      {"x: 2; norm2(x)", "x", "[0.9; 0.9]", zeros, undecided, "the answer may be one of them"},
      {"a: scalar; b: scalar; max(a, b)", "a", "0", ones_of_both, right, one_of},
      {"a: scalar; b: scalar; max(a, b)", "a", "1", ones_of_both, right, one_of},
      {"a: scalar; b: scalar; max(a, b)", "a", "2", ones_of_both, wrong, "no subgradient"},
  });
}

TEST_CASE("where the gradient does not jump there is no kink, whatever the pieces are") {
  using enum GradeVerdict;
  check_at_kinks({
      {"x: 2; sum(relu(x).^2)", "x", "[0; 4]", zero_and_two, right, "Right: it equals ∂L/∂x at 1 point."},
      {"x: 2; sum(relu(x).^2)", "x", "[1; 4]", zero_and_two, wrong, "is 1 and should be 0"},
      {"x: 2; sum(x.*abs(x))", "x", "[0; 4]", zero_and_two, right, "Right: it equals ∂L/∂x at 1 point."},
  });
  const Expr x = variable("x", 2, 1);
  const Expr smooth = sum(square(relu(x))), kinked = sum(abs(x));
  CHECK_FALSE(Kink::at(smooth, gradient(smooth, x), x, {{x, column({0, 2})}}));
  CHECK_FALSE(Kink::at(kinked, gradient(kinked, x), x, {{x, column({1, 2})}}));
  const auto kink = Kink::at(kinked, gradient(kinked, x), x, {{x, column({0, 2})}});
  REQUIRE(kink);
  CHECK(kink->where() == "x₁ = 0");
  CHECK(kink->jumps(0));
  CHECK_FALSE(kink->jumps(1));
}

TEST_CASE("numbers where the gradient is not finite are undecided") {
  check_at_kinks({{"x: 2; sqrt(x'*x)", "x", "[0; 0]", zeros, GradeVerdict::undecided, "not finite at the given"}});
}
