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
       {"where(x > 0, x, 0)", "a choice is written select(x > 0, a, b)"},
       {"x && y", "conditions are multiplied: (x > 0).*(y > 0)"}});
}

TEST_CASE("a choice is pointed to select") {
  for (const char* text : {"if a>0 then a else 0", "a if a > 0 else 0", "a > 0 ? a : 0", "cases(a>0, a, 0)",
                           "piecewise(a, a > 0, 0)", "{a if a > 0, 0 otherwise}", "\\begin{cases} a \\end{cases}"})
    check_says({{text, "select(x > 0, a, b)"}});
}

TEST_CASE("rows, columns and blocks of other languages are named by their functions") {
  check_says({{"A(1,:)*x", "this is written gather_rows(A, 0); "},
              {"A: 3x3; A(1,:)*x", "this is written gather_rows(A, 0); "},
              {"A(:,2)", "this is written gather_columns(A, 1); "},
              {"A[0,:]", "this is written gather_rows(A, 0); "},
              {"A[:,2]", "this is written gather_columns(A, 2); "},
              {"x(1:2)", "this is written gather_rows(x, 0, 1); "},
              {"x[0:2]", "this is written gather_rows(x, 0, 1); "},
              {"A(:)", "this is written vec(A); "},
              {"A(i+1,:)", "an entry is written x[0] or A[0, 1]"}});
}

TEST_CASE("a product that does not fit says which sizes must agree, and what would fit") {
  check_says({{"A: 2x2; x: 3; A*x", "rows of the right, but these are 2 and 3"},
              {"A: 3x2; x: 3; A*x", "but these are 2 and 3; A'*x would fit"},
              {"A: 2x3; B: 4x3; A*B", "but these are 3 and 4; A*B' would fit"},
              {"A: 2x3; B: 4x2; A*B", "but these are 3 and 4; B*A would fit"},
              {"x: 3; y: 3; x*y", "but these are 1 and 3; write .* for the product entry by entry"}});
  for (const char* text : {"A: 2x2; x: 3; A*x", "A: 3x2; x: 3; A*x"})
    CHECK_MESSAGE(message(text).find(".*") == std::string::npos, message(text));
}

TEST_CASE("a call that does not fit says what the function takes") {
  check_says({{"x: 2; y: 2; sum(cross(x, y))", "cross(a, b) takes 3×n and 3×n"},
              {"y: 4; one_hot(y, 3)", "one_hot(y, k) takes 1×n; y' would fit"},
              {"X: 3x4; y: 4; cross_entropy(X, y)", "of a row y of labels 0, 1, … the targets are one_hot(y, k)"},
              {"X: 3x4; y: 5; solve(X*X', y)", "solve(A, B) takes n×n and n×k"},
              {"elu(x, y)", "elu is called as elu(A, alpha); what follows the first is written as a number"},
              {"softmax(x, 1)", "softmax is called as softmax(X); it goes by columns; by rows go row_softmax(X)"},
              {"softmax(x, axis=1)", "the arguments of functions have no names"},
              {"argmax(X, 1)", "row_argmax(A)"},
              {"r: 1x4; diag(r)", "for the matrix with it on the diagonal write diag(rᵀ)"}});
}

TEST_CASE("what an operation says of its arguments names those of the caller, and keeps its remedy") {
  check_says({{"X: 2x2; gather_rows(X, 3)", "gather_rows(X, 3): X (2×2) has no row 3"},
              {"A: 2x3; reshape(A, 4, 2)", "A (2×3) has 6 entries, which do not fill 4×2; 3×2 would fit"}});
  CHECK(message("X: 2x2; gather_rows(X, 3)").find(".cpp") == std::string::npos);
}

TEST_CASE("signs and names of paper are told") {
  check_says({{"∑ x", "a sum is written sum(x)"},
              {"\\sum_i x_i", "a sum is written sum(x)"},
              {"sum_i x_i^2", "sums over an index are written with matrices"},
              {"Σ_i x_i", "sums over an index are written with matrices"},
              {"min_x x^2", "the loss itself is written, without min_x"},
              {"argmin_x x'*x", "the loss itself is written, without argmin_x"},
              {"∇f", "the gradient by x is asked for by --wrt x"},
              {"∇f(x)", "the gradient by x is asked for by --wrt x"},
              {"A ∈ B", "a shape is declared as in A: 3x3"},
              {"A = 3x3; A", "a shape is declared with a colon: A: 3x3"},
              {"A = 3 × 4; A", "a shape is declared with a colon: A: 3x4"},
              {"sum((x = 0).*x)", "to compare write =="},
              {"[x; y]", "vertcat(A, B) for [A; B]"},
              {"exp(-x^2/(2σ²))", "σ is a function: write σ(…); for a variable of this name declare σ: scalar"},
              {"x'Ax", "Ax taken as one name, a matrix 3×4; a product is written A*x"},
              {"softmax(Wx+b)", "Wx taken as one name, a matrix 3×4; a product is written W*x"},
              {"x*xy", "xy taken as one name, a scalar"},
              {"x: 0; sum(x)", "x has no entries, as it is 0×1"},
              {"W_{1}*x", "a subscript is written W_1"},
              {"\\sqrt[3]{x}", "a root of another degree is written x^(1/3)"}});
  // These are names.
  for (const char* text :
       {"sum_i: scalar; x: 3; sum_i x", "max_x: scalar; max_x^2", "σ: scalar; σ²", "2*sum_i + 1"})
    CHECK_MESSAGE(message(text).find("written") == std::string::npos, message(text));
}

TEST_CASE("what comes from Julia, NumPy and lecture notes names its remedy") {
  check_says({{"sum(i=1:n, x(i)^2)", "sums over an index are written with matrices"},
              {"sum(A; dims=1)", "arguments are parted by commas"},
              {"exp.(x)", "functions go entry by entry without a point: write exp(…)"},
              {"x -> x^2", "a formula stands without its variables: x^2 for x -> x^2"},
              {"d/dx x^2", "the derivative by x is asked for by --wrt x"},
              {"d/dx (x^2)", "the derivative by x is asked for by --wrt x"},
              {"∂/∂x x^2", "the derivative by x is asked for by --wrt x"},
              {"E[x^2]", "there are no expectations"},
              {"x: R^3; x'*x", "a shape is declared without R, as in x: 3"},
              {"x: real; x^2", "all are real numbers: declare a shape"},
              {"A: square; tr(A)", "a square matrix is declared as A: n x n"},
              {"A: PSD; logdet(A)", "write positive semidefinite"},
              {"A: spd; logdet(A)", "write positive definite"},
              {"a := 3; a*x", "a part is named by = alone"},
              {"mean(x, 'all')", "' is the transpose of what stands in front of it"},
              {"x!", "x! is written exp(lgamma(x + 1))"},
              {"not x", "conditions are multiplied"},
              {"x and y", "conditions are multiplied"},
              {"A†", "the pseudo-inverse A⁺ or pinv(A)"},
              {"A^+", "the pseudo-inverse is written A⁺ or pinv(A)"},
              {"A^*", "the transpose is written A'"},
              {"cosine_similarity(x, y)", "write dot(x, y)/(norm2(x)*norm2(y))"},
              {"norm(x, 2)", "it is the Euclidean or Frobenius norm; other norms are norm1(x)"},
              {"cross_entropy(softmax(W*x), y)", "cross_entropy takes logits and forms their softmax itself"}});
  CHECK(parse_formula("x·y").variables[1].shape() == Shape{3, 1});
  CHECK(parse_formula("x: 4; log |A + x*x'|").result.shape().is_scalar());
  CHECK(parse_formula("a^+2 + d/e*x").variables.size() == 4);
}

TEST_CASE("what comes from LaTeX and is not read names its remedy") {
  check_says({{"½‖x‖²₂", "a subscript stands in front of the exponent: ‖x‖₂²"},
              {"x^\\prime A x", "the transpose is written A'"},
              {"A^{\\dagger}", "the pseudo-inverse A⁺ or pinv(A)"},
              {"\\mathbf{x}_1^2", "a subscript stands beside its letter, as in x_1"},
              {"f(x, y) = x*y", "a formula is named without its variables: f = …"}});
  CHECK(message("ones(n, 1)").find("written as a number") == std::string::npos);
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
