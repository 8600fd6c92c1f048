#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/grade/grade_written.hpp>

#include "graded.hpp"

// The first thing that is said of a wrong answer: the simplest one that is true.

namespace matgrad::tests {
namespace {

struct Row {
  std::string question, wrt, answer;
  std::string slip;  // the name of the diagnosis, empty where none is known
  std::string says;  // a part of the text
};

void check(const std::vector<Row>& rows) {
  for (const auto& [question, wrt, answer, slip, says] : rows) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer});
    const std::string text = question + " | " + answer + "\n" + to_text(found);
    CHECK_MESSAGE(found.verdict == GradeVerdict::wrong, text);
    CHECK_MESSAGE((found.diagnoses.empty() ? "" : found.diagnoses.front().slip) == slip, text);
    CHECK_MESSAGE(to_text(found).find(says) != std::string::npos, text);
  }
}

}  // namespace

TEST_CASE("a softmax taken entry by entry is named, however it is written") {
  check({
      {"w: 3; x: 3; w'*softmax(x)", "x", "s = softmax(x); s.*(1 - s).*w", "softmax taken entry by entry",
       "diagonal"},
      {"w: 3; x: 3; s = softmax(x); w'*s", "x", "diag(s.*(1 - s))*w", "softmax taken entry by entry",
       "s ∘ (1 − s)"},
      {"w: 3; x: 3; p = exp(x)/sum(exp(x)); w'*p", "x", "w.*p.*(1 - p)", "softmax taken entry by entry",
       "diagonal"},
      {"t: 4; a: 4; p = softmax(a); -t'*log(p)", "a", "p.*(1 - p)", "softmax taken entry by entry",
       "the upstream factor ∂L/∂p is missing"},
      {"t: 4; a: 4; cross_entropy(a, t)", "a", "softmax(a).*(1 - softmax(a))", "softmax taken entry by entry",
       "the target t does not occur"},
      {"t: 4; a: 4; -t'*log_softmax(a)", "a", "-t.*(1 - softmax(a))", "softmax taken entry by entry", "diagonal"},
  });
}

TEST_CASE("an answer that is the loss or what it sums up is called so") {
  check({
      {"X: 3x4; mean(X)", "X", "sum(X)/12", "not differentiated", "the value of the loss itself"},
      {"t: 4; a: 4; p = softmax(a); -t'*log(p)", "a", "t.*log(p)", "not differentiated", "t ∘ log(p)"},
      {"t: 4; a: 4; cross_entropy(a, t)", "a", "-t.*log(softmax(a))", "not differentiated", "−t ∘ log_softmax(a)"},
      {"t: 4; p: 4; -sum(t.*log(p) + (1 - t).*log(1 - p))", "p", "-t.*log(p)", "not differentiated", "t ∘ log(p)"},
      {"a: 3; w: 3; w'*relu(a)", "a", "w.*relu(a)", "f for f′", "the function relu(a) itself"},
  });
}

TEST_CASE("the gradient of another norm than that of the loss is named") {
  check({
      {"w: 3; lambda: scalar; lambda*norm2(w)", "w", "2*lambda*w", "another function differentiated",
       "if ‖w‖² stood"},
      {"X: 5x3; y: 5; w: 3; lambda: scalar; norm2(X*w - y)^2 + lambda*norm2(w)", "w",
       "2*X'*(X*w - y) + 2*lambda*w", "another function differentiated", "if ‖w‖² stood in the loss where ‖w‖"},
      {"A: 3x3; spectral_norm(A)^2", "A", "2*A", "another function differentiated",
       "where spectral_norm(A) stands"},
      {"x: 4; sum(abs(x))", "x", "2*x", "another function differentiated", "‖x‖²"},
      {"X: 3x5; lambda: scalar; lambda*nuclear_norm(X)", "X", "lambda*X", "another function differentiated",
       "where nuclear_norm(X) stands"},
      {"x: 4; norm2(x)^2", "x", "x/norm2(x)", "another function differentiated", "if ‖x‖ stood"},
  });
}

TEST_CASE("slips in a derivative that is known by heart are named in that form") {
  const std::string swish = "a: 4; w: 4; w'*swish(a)";
  check({
      {swish, "a", "w.*(swish(a) + sigmoid(a).*(1 - sigmoid(a)))", "wrong symbol", "belongs in 1 − a ∘ σ(a)"},
      {swish, "a", "w.*sigmoid(a).*(1 + a.*sigmoid(a))", "f for 1 − f", "σ(a) stands where 1 − σ(a) belongs"},
      {swish, "a", "w.*(swish(a) + swish(a).*(1 - sigmoid(a)))", "wrong symbol", "stands where σ(a) belongs"},
      {swish, "a", "w.*sigmoid(a).*(1 + a.*(1 - a))", "operation missing", "a stands where σ(a) belongs"},
      {swish, "a", "w.*(1 + a.*(1 - sigmoid(a)))", "factor missing", "the factor σ(a) is missing"},
      {"a: 3; sum(abs(a))", "a", "1./abs(a)", "factor missing", "the numerator"},
      {"a: 3; w: 3; w'*tanh(a)", "a", "w.*(1 - tanh(a.^2))", "power in the wrong place", "stands for tanh(a)"},
      {"a: 3; w: 3; w'*tanh(a)", "a", "w.*(1 - tanh(a)).^2", "power in the wrong place", "(1 − tanh(a)).^2"},
      {"X: 4x4; tr(X'*X)", "X", "2*eye(4)", "factor missing", "the factor X is missing"},
      {"x: 3; w: 3; b: scalar; sigmoid(w'*x + b)", "w", "sigmoid(w'*x + b)*(1 - sigmoid(w'*x))*x", "term missing",
       "σ(wᵀ x) stands where σ(wᵀ x + b) belongs in 1 − σ(wᵀ x + b)"},
      {"A: 3x3; x: 3; (x'*A*x)^2", "x", "2*(A + A')*x", "factor missing", "the factor xᵀ A x is missing"},
  });
}

TEST_CASE("the factors of a Kronecker product are told apart, also in the Jacobian of A X B") {
  check({
      {"A: 2x3; X: 3x3; B: 3x2; A*X*B", "X", "kron(A, B')", "wrong order of factors", "the factors of Bᵀ ⊗ A"},
      {"A: 2x2; X: 2x2; B: 2x2; A*X*B", "X", "kron(B, A)", "factor not transposed", "B stands for Bᵀ"},
      {"A: 2x2; B: 2x2; x: 4; x'*kron(A, B)*x", "x", "(kron(B, A) + kron(B, A)')*x", "wrong order of factors",
       "the factors of A ⊗ B are exchanged"},
  });
  check_written_right_answers("A: 2x3; X: 3x3; B: 3x2; A*X*B", {{"X", "kron(B', A)"}});
  check_written_right_answers("A: 2x2; X: 2x2; A*X + X*A", {{"X", "kron(eye(2), A) + kron(A', eye(2))"}});
}

TEST_CASE("an inner product and an outer one taken for each other are named") {
  check({
      {"x: 3; y: 3; (x'*y)^2", "x", "2*x*y'*y", "outer for inner product", "the outer product x yᵀ"},
  });
}

TEST_CASE("the simple is said before the far-fetched") {
  check({
      {"a: scalar; b: scalar; max(0, 1 - a*b)", "a", "b*(1 - a*b > 0)", "wrong sign", "−∂L/∂a"},
      {"a: scalar; log(a)^2", "a", "2*log(a)", "chain cut short", "the step from log(a) to a is missing"},
      {"X: 3x4; norm2(X)", "X", "X/norm2(X)^2", "factor twice", "the divisor ‖X‖ is there once too often"},
      {"A: 3x3; X: 3x3; B: 3x3; tr(A*X*B)", "X", "A*B", "factor not transposed",
       "Aᵀ stands without its transposition and Bᵀ stands without its transposition"},
      {"A: 3x3; x: 3; x'*A*x", "x", "2*x'*A", "symmetry assumed", "Of the transpose of the answer"},
      {"A: 3x3; x: 3; x'*A*x", "x", "x'*(A + A')", "transposed", "write them as a column"},
  });
  for (const char* answer : {"X/norm2(X)^2", "2*X/norm2(X)^2"})
    CHECK(to_text(grade("X: 3x4; norm2(X)", {.wrt = "X", .answer = answer})).find("det(X)") == std::string::npos);
}

TEST_CASE("a use of a part of the loss that is left out is named") {
  const std::string logistic = "X: 6x3; y: 6; w: 3; p = sigmoid(X*w); -sum(y.*log(p) + (1 - y).*log(1 - p))";
  check({
      {logistic, "w", "-X'*(y.*(1 - p))", "path missing", "p is used 2 times"},
      {"w: 3; x: 3; e = exp(x); w'*e/sum(e)", "x", "w.*e/sum(e)", "term missing", "sum(e)"},
  });
}

TEST_CASE("what is missing in an answer of another shape is named") {
  check({
      {"s: scalar positive; x: 4; mu: scalar; sum((x - mu).^2)/(2*s^2)", "mu", "-(x - mu)/s^2", "sum missing",
       "the sum over all entries"},
      {"x: 4; y: 4; log(norm2(x - y)^2)", "x", "1/norm2(x - y)^2", "chain cut short", "‖x − y‖²"},
      {"X: 3x3 positive_definite; logdet(X)", "X", "1/det(X)", "derivative of the wrong function",
       "a number, stands where"},
      {"W: 3x4; X: 4x7; T: 3x7; -sum(T.*log_softmax(W*X))/7", "W", "X*(softmax(W*X) - T)'/7", "sum to 1 assumed",
       "Of the transpose of the answer"},
  });
}

TEST_CASE("an exponent that is wrong by one is named") {
  check({
      {"s: scalar positive; x: 4; sum(x.^2)/(2*s^2) + 4*log(s)", "s", "-sum(x.^2)/s^2 + 4/s", "wrong exponent",
       "s² stands for s³"},
      {"x: 4; sum(x.^5)", "x", "5*x.^5", "wrong exponent", "x.^5 stands for x.^4"},
  });
}

TEST_CASE("the derivative of an argument that stands in the function is named") {
  check({
      {"a: 3; sum(sin(a).^2)", "a", "cos(a).^2", "derivative inside a function", "stands in the function"},
      {"a: 3; sum(sin(a.^2))", "a", "cos(2*a)", "derivative inside a function", "the derivative of a.^2"},
      {"a: 3; sum(exp(a.^2))", "a", "exp(2*a)", "derivative inside a function", "the derivative of a.^2"},
  });
}

TEST_CASE("an adjoint that stands for the answer is named in brackets where it is one of a power") {
  check({
      {"a: 3; sum(sin(a.^2))", "a", "cos(a.^2)", "chain cut short", "This is ∂L/∂(a.^2),"},
      {"x: 4; w: 4; w'*log_softmax(x)", "x", "w./softmax(x)", "chain cut short", "by softmax(x)"},
      {"x: 4; t: 4; cross_entropy(x, t)", "x", "-t./softmax(x)", "chain cut short", "by softmax(x)"},
  });
}

TEST_CASE("a condition that is reversed is named") {
  check({
      {"x: 3; w: 3; y: scalar; max(0, 1 - y*(w'*x))", "w", "-y*x*(y*(w'*x) > 1)", "condition reversed",
       "reversed"},
      {"a: 3; sum(relu(a))", "a", "a < 0", "condition reversed", "the condition a > 0 is reversed"},
  });
}

TEST_CASE("the derivative of an inverse that is left out is named") {
  check({
      {"x: 3; m: 3; S: 3x3 positive_definite; 0.5*(x - m)'*inv(S)*(x - m) + 0.5*logdet(S)", "S",
       "0.5*(x - m)*(x - m)' + 0.5*inv(S)", "f′ missing", "the derivative of S⁻¹ is missing"},
  });
}

TEST_CASE("a constant of the loss in the gradient is a term too much") {
  check({{"A: 3x3 symmetric; b: 3; x: 3; c: scalar; x'*A*x + b'*x + c", "x", "2*A*x + b + c", "term too much",
          "besides, c"}});
}

TEST_CASE("what no slip explains is not explained by three of them") {
  check({
      {"W: 3x4; x: 4; 0.5*norm2(W'*W*x - x)^2", "W", "W*x*x'", "", "no slip that is known"},
      {"W: 3x4; x: 4; K = W'*W*x - x; 0.5*norm2(K)^2", "W", "W*x*x'", "", "holds K, which does not occur"},
  });
}

TEST_CASE("a function that is composed of others is spoken of as it was written") {
  check({
      {"a: scalar; clamp(a, -1, 1)", "a", "a", "f for f′", "from clamp(a, −1, 1) back to a"},
      {"a: 3; sum(clamp(a, 0, 1))", "a", "clamp(a, 0, 1)", "f for f′", "the function clamp(a, 0, 1) itself"},
      {"a: 3; w: 3; w'*elu(a)", "a", "w.*exp(a)", "derivative of the wrong function", "that of elu(a) belongs"},
      {"a: 3; sum(leaky_relu(a))", "a", "(a > 0)", "derivative of the wrong function", "relu(a)"},
      {"W: 3x4; x: 4; w: 3; w'*leaky_relu(W*x, 0.1)", "W", "(w.*(W*x > 0))*x'", "derivative of the wrong function",
       "leaky_relu(W x, 0.1)"},
      {"a: 3; sum(clamp(a, 0, 1))", "a", "(a < 1)", "derivative of the wrong function", "minimum(a, 1)"},
      {"a: 3; w: 3; w'*selu(a)", "a", "w", "chain cut short", "the step from selu(a) to a"},
      {"a: 3; w: 3; w'*sort(a)", "a", "w", "chain cut short", "the step from sort(a) to a"},
  });
}

TEST_CASE("a slip besides the assumption that targets sum to 1 is named") {
  check({
      {"t: 4; a: 4; p = softmax(a); -t'*log(p)", "a", "p.*(1 - t)", "wrong common factor",
       "the entries of t summed"},
      {"t: 4; a: 4; p = softmax(a); -t'*log(p)", "a", "p", "term missing", "the term −t is missing"},
      {"W: 3x4; X: 4x7; T: 3x7; cross_entropy(W*X, T)", "W", "(softmax(W*X) - T)*X'", "sum to 1 assumed",
       "the factor 7 is too much"},
  });
}

}  // namespace matgrad::tests
