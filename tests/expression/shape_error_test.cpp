#include "matgrad/autodiff/expression/error.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace shape_error_test {

using namespace matgrad;

namespace {

const Expr A = variable("A", 3, 6), B = variable("B", 3, 6), C = variable("C", 2, 5);
const Expr b = variable("b", 3), r = variable("r", 1, 6);

// Built outside of CHECK: the line of what stands in a macro over several lines is its first or its last one.
/// The text of the ShapeError, with the line number replaced by "line" if it is `line`.
std::string shape_error(int line, const std::function<Expr()>& build) {
  try {
    build();
  } catch (const ShapeError& error) {
    std::string text = error.what();
    const std::string source = "at shape_error_test.cpp:" + std::to_string(line);
    if (const auto at = text.find(source); at != std::string::npos) text.replace(at, source.size(), "at line");
    return text;
  }
  return "no ShapeError";
}

}  // namespace

TEST_CASE("a product names both operands as written, the shapes, the fix and the line") {
  const std::string text_1 = shape_error(__LINE__, [] { return A * C; });
  CHECK(text_1 ==
        "matmul: A (3×6) times C (2×5): the inner sizes 6 and 2 differ\n"
        "  at line");
  const std::string text_2 = shape_error(__LINE__, [] { return A * b; });
  CHECK(text_2 ==
        "matmul: A (3×6) times b (3×1): the inner sizes 6 and 3 differ\n"
        "  transpose(A) on the left would fit\n"
        "  at line");
  const std::string text_3 = shape_error(__LINE__, [] { return A * r; });
  CHECK(text_3 ==
        "matmul: A (3×6) times r (1×6): the inner sizes 6 and 1 differ\n"
        "  transpose(r) on the right would fit\n"
        "  at line");
  const std::string text_4 = shape_error(__LINE__, [] { return A * (A + B); });
  CHECK(text_4 ==
        "matmul: A (3×6) times A + B (3×6): the inner sizes 6 and 3 differ\n"
        "  for the elementwise product write hadamard(…, …)\n"
        "  at line");
  CHECK(shape_error(__LINE__, [] { return matmul(A, C); }).starts_with("matmul: A (3×6) times C (2×5)"));
}

TEST_CASE("operations of a vector of expressions tell the line where they were written, too") {
  const std::vector<Expr> ab{A, B}, ac{A, C};
  const std::vector<double> ones{1, 1};
  std::vector<std::string> texts;
  texts.push_back(shape_error(__LINE__, [&] { return product(ab); }));
  texts.push_back(shape_error(__LINE__, [&] { return hadamard(ac); }));
  texts.push_back(shape_error(__LINE__, [&] { return sum_of(ac); }));
  texts.push_back(shape_error(__LINE__, [&] { return weighted_sum(ones, ac); }));
  texts.push_back(shape_error(__LINE__, [&] { return concatenate_vertically(ac); }));
  for (const std::string& text : texts) CHECK_MESSAGE(text.ends_with("\n  at line"), text);
}

TEST_CASE("a product whose factors fit in the other order says so") {
  const Expr x = variable("x", 6), S = variable("S", 3, 3);
  const std::string swapped = shape_error(__LINE__, [&] { return x * A; });
  CHECK(swapped ==
        "matmul: x (6×1) times A (3×6): the inner sizes 1 and 3 differ\n"
        "  matmul(A, x), the other order, would fit\n"
        "  at line");
  const std::string either = shape_error(__LINE__, [&] { return A * S; });
  CHECK(either ==
        "matmul: A (3×6) times S (3×3): the inner sizes 6 and 3 differ\n"
        "  transpose(A) on the left would fit\n"
        "  matmul(S, A), the other order, would fit\n"
        "  at line");
  // Each of the hints holds.
  CHECK((A * x).shape() == Shape{3, 1});
  CHECK((S * A).shape() == Shape{3, 6});
  CHECK((transpose(A) * S).shape() == Shape{6, 3});
}

TEST_CASE("of a long product the two factors that do not fit are named") {
  CHECK(shape_error(__LINE__, [] {
          return product(std::vector{transpose(A), A, C});
        }).starts_with("matmul: A (3×6) times C (2×5)"));
}

TEST_CASE("a sum and a difference suggest columns, rows or a transpose") {
  const std::string text_5 = shape_error(__LINE__, [] { return A + b; });
  CHECK(text_5 ==
        "+: the shapes of A (3×6) and b (3×1) differ\n"
        "  to repeat the column write columns(b, A)\n"
        "  at line");
  const std::string text_6 = shape_error(__LINE__, [] { return r - A; });
  CHECK(text_6 ==
        "-: the shapes of r (1×6) and A (3×6) differ\n"
        "  to repeat the row write rows(r, A)\n"
        "  at line");
  const std::string text_7 = shape_error(__LINE__, [] { return A + transpose(2 * B); });
  CHECK(text_7 ==
        "+: the shapes of A (3×6) and (2 B)ᵀ (6×3) differ\n"
        "  2 B would fit\n"
        "  at line");
  const std::string text_8 = shape_error(__LINE__, [] { return A + C; });
  CHECK(text_8 ==
        "+: the shapes of A (3×6) and C (2×5) differ\n"
        "  only a scalar (1×1) goes with every shape\n"
        "  at line");
}

TEST_CASE("a sum of terms is named as it was written") {
  const std::vector<Operand> terms = {A, B, C};
  CHECK(shape_error(__LINE__, [&] { return sum_of(terms); }).starts_with("sum_of: the shapes of A (3×6) and C"));
  CHECK(shape_error(__LINE__, [&] {
          return weighted_sum({1, -1, 2}, terms);
        }).starts_with("weighted_sum: the shapes of A (3×6) and C"));
  CHECK(shape_error(__LINE__, [] { return A + B - C; }).starts_with("-: the shapes of A + B (3×6) and C"));
}

TEST_CASE("elementwise operations say so under their own names") {
  const std::string text_9 = shape_error(__LINE__, [] { return hadamard(A, b); });
  CHECK(text_9 ==
        "hadamard: the shapes of A (3×6) and b (3×1) differ\n"
        "  to repeat the column write columns(b, A)\n"
        "  at line");
  CHECK(shape_error(__LINE__, [] {
          return maximum(A, C);
        }).starts_with("maximum: the shapes of A (3×6) and C (2×5)"));
  const std::string text_10 = shape_error(__LINE__, [] { return A / B; });
  CHECK(text_10 ==
        "operator/: A (3×6) by B (3×6): only a scalar (1×1) divides\n"
        "  for the elementwise quotient write divide(A, B), for a linear system solve(…, …)\n"
        "  at line");
}

TEST_CASE("the line is that of the operation that does not fit") {
  const Expr fits = A * transpose(B);
  const int line = __LINE__ + 1;
  const auto build = [&] {
    const Expr wrong = fits * A  //
                       + C;
    return squared_norm(wrong);
  };
  // Compilers count an operator on several lines as standing on the first or on the last of them.
  const bool first = shape_error(line + 1, build).find("\n  at line") != std::string::npos;
  const bool last = shape_error(line + 2, build).find("\n  at line") != std::string::npos;
  CHECK((first || last));
}

TEST_CASE("square matrices are asked for") {
  CHECK(shape_error(__LINE__, [] { return inverse(A); }).starts_with("inverse: A (3×6) is not square\n"));
  CHECK(shape_error(__LINE__, [] { return trace(A); }).find("\n  at line") != std::string::npos);
}

TEST_CASE("one of a thing is written as one") {
  const Expr s = variable("s", 1), y = variable("y", 3);
  CHECK(shape_error(__LINE__, [&] {
          return reshape(s, 2, 1);
        }).starts_with("reshape: s (1×1) has 1 entry, which does not fill 2×1\n"));
  CHECK(shape_error(__LINE__, [&] { return reshape(y, 2, 2); }).find("3 entries, which do not fill 2×2") !=
        std::string::npos);
  CHECK(shape_error(__LINE__, [&] { return solve(s, variable("B", 3, 2)); }).find("operand needs 1 row\n") !=
        std::string::npos);
}

TEST_CASE("a size may not be negative") {
  CHECK_THROWS_WITH_AS(variable("A", -1, 2), "variable A: the size -1×2 is negative", ShapeError);
  CHECK(variable("A", 0, 2).shape().size() == 0);
}

TEST_CASE("every error of the library can be caught as one") {
  CHECK_THROWS_AS(A * C, Error);
  CHECK_THROWS_AS(A * C, std::exception);
  ShapeError error("first");
  error.add_context("second");
  CHECK(std::string(error.what()) == "first\n  second");
  CHECK(std::string(FileError("images.gz", 12, "28 rows", "27").what()) ==
        "images.gz, byte 12: expected 28 rows, found 27");
  CHECK(std::string(FileError("cannot open images.gz").what()) == "cannot open images.gz");
}

TEST_CASE("a result with more entries than any memory holds is refused") {
  const Index large = Index(1) << 32;
  const std::string text_1 = shape_error(__LINE__, [&] { return variable("v", large) * variable("w", 1, large); });
  CHECK(text_1 ==
        "matmul: the size 4294967296×4294967296 is too large: no memory holds as many entries\n"
        "  at line");
  CHECK(shape_error(__LINE__, [&] { return variable("A", large, large); }) ==
        "variable A: the size 4294967296×4294967296 is too large: no memory holds as many entries");
  CHECK(zeros(0, large).shape() == Shape{0, large});
}

}  // namespace shape_error_test
