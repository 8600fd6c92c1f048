#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <vector>

#include "matgrad.hpp"
#include "support/error_text.hpp"

// What `matgrad gradient` prints is accepted by `matgrad grade`, line by line, as it stands there.

namespace matgrad::tests {
namespace {

const std::vector<std::string> formulas{
    "W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2",
    "0.5*norm2(W'*W*x - x)^2",
    "sum((A*x - y).^2)",
    "X: 4x3; Y: 4x2; K = X*X' + eye; -logdet(K) - 0.5*tr(inv(K)*Y*Y')",
    "X: 4x2; Y: 4x5; a: scalar positive; b: scalar positive; K = a*X*X' + 1/b*eye; "
    "-5/2*logdet(K) - 0.5*tr(inv(K)*Y*Y')",
    "A: 4x2; x: 4; s: scalar positive; -logdet(A*A' + s*eye) - x'*inv(A*A' + s*eye)*x",
    "A: 3x3; x: 3; x'*A*x",
    "A: 3x3; tr(A)",
    "x: 4; sum(x)",
    "x: 4; mean(x)",
    "a: scalar; x: 4; 2*a*sum(x)",
    "x: 4; max(x)",
    "A: 3x3; log(abs(det(A)))",
    "A: 3x3; B: 3x3; X: 3x3; det(A*X*B)",
    "x: 5; logsumexp(x)",
    "x: 5; y: 5; softmax(x)'*y",
    "x: 5; softmax(x)",
    "x: 5; x/norm2(x)",
    "A: 3x4; x: 4; A*x",
    "A: 3x4; x: 4; B: 2x3; B*tanh(A*x)",
    "x: 4; (x'*x)*x'",
    "W1: 5x4; b1: 5; W2: 3x5; b2: 3; x: 4; a = W1*x + b1; h1 = a .* sigmoid(a); z2 = W2*h1 + b2",
    "W1: 5x4; b1: 5; W2: 3x5; b2: 3; x: 4; t: 3; a = W1*x + b1; h1 = swish(a); z2 = W2*h1 + b2; "
    "-t'*log_softmax(z2)",
    "x: 4; sum(select(abs(x) < 1, 0.5*x.^2, abs(x) - 0.5))",
    "x: 4; y: 4; sum(max(x, y)) + sum(max(0, x).^2)",
    "S: 3x3 symmetric; x: 3; x'*S*x + tr(S*S)",
    "D: 3x3 diagonal; x: 3; tr(D) + x'*D*x",
    "P: 3x3 positive definite; b: 3; norm2(solve(chol(P), b))^2",
    "S: 3x3 symmetric; sum(symmetric_exp(S))",
    "P: 3x3 positive definite; tr(symmetric_sqrt(P))",
    "A: 4x3; nuclear_norm(A)",
    "P: 3x3 positive definite; A: 3x3; tr(symmetric_log(P)*A)",
    "A: 3x3; sum(expm(A)) + sum(A^3)",
    "A: 4x3; sum(pinv(A))",
    "A: 4x3; B: 3x4; sum(B .* pinv(A))",
    "a: scalar positive; b: scalar; a^b",
    "x: 4 positive; sum(gammaln(x)) + sum(erf(x))",
    "X: 3x4; b: 3; sum(exp(X + b*vector(1)'))",
    "X: 3x4; sum(exp(-pairwise_squared_distances(X, X)))",
    "A: 2x2; B: 3x3; sum(kron(A, B))",
    "f: function; W: 3x6; x: 6; 0.5*norm2(f(W'*f(W*x)) - x)^2",
    "X: 4x3; y: 4; w: 3; l: scalar; mean(log(1 + exp(-y.*(X*w)))) + l*norm2(w)^2",
    "x: 3; y: 3; cross(x, y)",
};

struct PrintedGradient {
  std::string variable;  // as the line writes it
  std::string line;
};

std::vector<PrintedGradient> printed_gradients(const std::string& formula) {
  std::istringstream output(matgrad({"gradient", formula}).output);
  std::vector<PrintedGradient> found;
  constexpr std::string_view by = "/∂";
  for (std::string line; std::getline(output, line);) {
    const std::size_t begin = line.find(by) + by.size(), end = line.find(" = ");
    found.push_back({line.substr(begin, end - begin), line});
  }
  return found;
}

}  // namespace

TEST_CASE("what gradient prints is a right answer, as it stands there") {
  for (const std::string& formula : formulas) {
    const std::vector<PrintedGradient> printed = printed_gradients(formula);
    CHECK(printed.size() > 0);
    for (const PrintedGradient& one : printed) {
      const ProgramRun run = matgrad({"grade", formula, "--wrt", one.variable, "--answer", one.line});
      CHECK_MESSAGE(run.status == 0, formula, "\n", one.line, "\n", run.output, run.errors);
    }
  }
}

TEST_CASE("the frame around a printed answer is read, and must be that of the question") {
  const std::string quadratic = "A: 3x3; x: 3; x'*A*x";
  const auto grade = [&](const std::string& answer) {
    return matgrad({"grade", quadratic, "--wrt", "x", "--answer", answer});
  };
  for (const char* answer :
       {"∂L/∂x = A x + Aᵀ x  (3×1)", "dL/dx = A*x + A'*x", "adj(x) = A*x + A'*x", "A*x + A'*x (3×1)",
        "K x, where K = A + A'", "t1 + t2 where t1 = A*x, t2 = A'*x", "M = A + A'; ∂L/∂x = M x  (3×1)"})
    CHECK_MESSAGE(grade(answer).status == 0, std::string(answer), "\n", grade(answer).output,
                  grade(answer).errors);
  CHECK(grade("∂L/∂x = A x  (3×1)").status == 1);
  CHECK(has(grade("∂L/∂A = x x'").errors, "this is a derivative by A, and asked is the one by x"));
  CHECK(has(grade("A*x + A'*x  (4×1)").errors, "the shape 4×1 is said of the answer, but asked is a matrix 3×1"));
  CHECK(matgrad({"grade", "x: 3; sum(x)*6", "--wrt", "x", "--answer", "vector(1)*(3*2)"}).status == 0);
}

}  // namespace matgrad::tests
