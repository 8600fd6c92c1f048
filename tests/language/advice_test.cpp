#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/language/parse.hpp>

// What is said of the mistakes of students and of those who come from MATLAB, NumPy, PyTorch or LaTeX.

namespace matgrad::tests {
namespace {

std::string message(const std::string& text) {
  try {
    const Formula formula = parse_formula(text);
    std::string notes;
    for (const std::string& note : formula.assumptions) notes += note + "\n";
    return notes;
  } catch (const ParseError& error) {
    return error.message();
  }
}

struct Advice {
  std::string text;
  std::string_view says;
};

void check_says(const std::vector<Advice>& all) {
  for (const Advice& it : all)
    CHECK_MESSAGE(message(it.text).find(it.says) != std::string::npos, it.text, "\n", message(it.text));
}

}  // namespace

TEST_CASE("an error names the part that does not fit, and not one inside of it") {
  check_says(
      {{"x: 3; b: 3; (x+b)^2",
        "(x+b)^2: (x+b) is 3×1, which is not square; ^ is the power of a square matrix: "
        "write .^ for the power of each entry"},
       {"x: 3; b: 3; sum(tanh(x+b)^2)", "tanh(x+b)^2: tanh(x+b) is 3×1, which is not square; ^ is the power"},
       {"x: 3; b: 3; det(x+b)", "det(x+b): x+b is 3×1, which is not square; only a square matrix has a "},
       {"x: 3; A: 3x3; log(det(x + A*x))", "det(x + A*x): x + A*x is 3×1, which is not square"},
       {"x: 3; y: 4; (x + y)^2", "(x + y): x is 3×1, y is 4×1: these are different shapes"}});
}

TEST_CASE("shapes that do not fit come with what to write") {
  check_says({{"A: 3x6; tr(inverse(A))", "only a square matrix has an inverse; pinv(A) is the pseudo-inverse"},
              {"W: 3x6; sum(hadamard(W, W'))",
               "W is 3×6, W' is 6×3: these are different shapes, and no scalars; the "
               "matrix product is written *"},
              {"W: 3x6; sum(W.*W')", "the matrix product is written *"},
              {"X: 3x4; b: 3; sum(X + b)", "to repeat the column write columns(b, X)"},
              {"X: 3x4; r: 1x4; sum(r - X)", "to repeat the row write rows(r, X)"},
              {"x: 3; x*x", "write .* for the product entry by entry, and ' for the transpose"},
              {"x: 3; sum(x^0.5)", "write .^ for the power of each entry"},
              {"A: 3x3; tr(A^0.5)", "symmetric_power(A, p) for that of a positive definite matrix"},
              {"tr(A^0.5)",
               "A taken as a scalar; if it is none, write .^ for the power of each entry, "
               "symmetric_power(A, p) for that of a positive definite matrix"}});
}

TEST_CASE("functions of other names are known") {
  check_says({{"x: 3; sum(sigma(x))", "sigma is not a function: the sigmoid is written sigmoid(x)"},
              {"Tr(A*B)", "Tr is not a function: write tr(…)"},
              {"sum(ReLU(x))", "write relu(…)"},
              {"EXP(a)", "write exp(…)"},
              {"LogSumExp(X)", "write logsumexp(…)"},
              {"crossentropy(X, T)", "write cross_entropy(…)"},
              {"prod(x)", "the product of each column is column_products(A)"},
              {"log10(x)", "write log(x)/log(10)"},
              {"T(A)*A", "the transpose is written A'"},
              {"MSE(x, y)", "write mean((x - y).^2)"},
              {"pow(x, 2)", "those of the entries A.^2"},
              {"sum(A, 1)", "the sums of rows and columns are row_sums(A) and column_sums(A)"},
              {"norm(x, 1)", "other norms are norm1(x), spectral_norm(A)"},
              {"eye(n)*x", "its sizes are numbers; eye, vector(1) and matrix(0) take the size that fits"},
              {"sin^2(x)", "the power of a function stands behind its argument: sin(…)^2"}});
}

TEST_CASE("other notations are known") {
  check_says(
      {{"dL/dx = x'*x", "the loss itself is written, as in L = x'*x; the derivative by x is asked for by --wrt"},
       {"X(:,1)", "a column gather_columns(A, j)"},
       {"X(1:2,1)", "a block slice(A, i, j, m, n)"},
       {"X[:, 0]", "a column gather_columns(A, j)"},
       {"x(end)", "an entry is written x[0] or A[0, 1], with whole numbers"},
       {"x[-1]", "an entry is written x[0] or A[0, 1], with whole numbers"},
       {"\\|x\\|", "norms are written ‖x‖ or norm2(x)"},
       {"where(x > 0, x, 0)", "a choice is written select(x > 0, a, b)"},
       {"x && y", "conditions are multiplied: (x > 0).*(y > 0)"}});
}

TEST_CASE("an error tells what had been assumed") {
  try {
    parse_formula("slice(C, 9, 9, 1, 1)");
    FAIL("read");
  } catch (const ParseError& error) {
    CHECK(error.assumptions() == std::vector<std::string>{"C taken as a matrix, 3×4"});
  }
}

}  // namespace matgrad::tests
