#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/grade/grade_written.hpp>

// Slips that people make, and what is said to them. That each diagnosis equals the answer, others test.

namespace matgrad::tests {
namespace {

struct Slip {
  std::string question, wrt, answer;
  std::string slip;  // the name of the diagnosis
  std::string says;  // a part of the text
};

void check_slips(const std::vector<Slip>& slips) {
  for (const auto& [question, wrt, answer, slip, says] : slips) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer});
    const std::string text = question + " | " + answer + "\n" + to_text(found);
    CHECK_MESSAGE(!found.right(), text);
    REQUIRE_MESSAGE(!found.diagnoses.empty(), text);
    CHECK_MESSAGE(found.diagnoses.front().slip == slip, text);
    CHECK_MESSAGE(to_text(found).find(says) != std::string::npos, text);
  }
}

const std::string two_layers =
    "W1: 5x5; b1: 5; W2: 5x5; b2: 5; x: 5; y: 5; z1 = W1*x + b1; a1 = sigmoid(z1); z2 = W2*a1 + b2; "
    "a2 = sigmoid(z2); 0.5*norm2(a2 - y)^2";
const std::string unspecified_layers =
    "f: function; g: function; W1: 5x4; b1: 5; W2: 3x5; b2: 3; x: 4; y: 3; z1 = W1*x + b1; a1 = f(z1); "
    "z2 = W2*a1 + b2; p = g(z2); 0.5*norm2(p - y)^2";

}  // namespace

TEST_CASE("a path without a transpose of the variable is not told of its last transposition") {
  const std::string bilinear = "A: 3x3; x: 3; p: 3; x'*A*x + p'*A*x";
  check_slips({
      {bilinear, "A", "x*x' + x*p'", "transposed", "(as the factor A of t₃ = pᵀ A) contributes stands transposed"},
      {"A: 3x3; x: 3; p: 3; tr(A) + x'*A'*p", "A", "eye + x*p'", "final transpose missing",
       "stands without its last transposition"},
  });
  const Grade found = grade(bilinear, {.wrt = "A", .answer = "x*x' + x*p'"});
  CHECK(to_text(found).find("last transposition") == std::string::npos);
}

TEST_CASE("the gradient by the entries on and above the diagonal of a symmetric variable is named") {
  check_slips({
      {"S: 3x3 symmetric; x: 3; x'*S*x", "S", "2*x*x' - diag(diag(x*x'))", "entries above the diagonal",
       "2 G − G ∘ I"},
      {"S: 3x3 symmetric; logdet(S)", "S", "2*inv(S) - inv(S).*eye", "entries above the diagonal", "2 G − G ∘ I"},
      {"S: 3x3 symmetric; A: 3x3; tr(A*S)", "S", "A + A' - A.*eye", "entries above the diagonal", "2 G − G ∘ I"},
      {"X: 3x3; A: 3x3; tr(A*X)", "X", "A + A' - A.*eye", "entries above the diagonal", "G + Gᵀ − G ∘ I"},
  });
}

TEST_CASE("the derivative of a product or quotient is not the product or quotient of the derivatives") {
  check_slips({
      {"a: scalar; t: scalar; w: scalar; exp(-a*t)*cos(w*t)", "t", "a*w*exp(-a*t)*sin(w*t)",
       "product rule missing", "the derivative of the product exp(−a t) cos(w t) belongs"},
      {"a: scalar; b: scalar; log(a)*sin(b*a) + a^3", "a", "b*cos(b*a)/a + 3*a^2", "product rule missing",
       "log(a) sin(b a)"},
      {"a: scalar; b: scalar; sin(b*a)/(1 + a^2)", "a", "b*cos(b*a)/(2*a)", "quotient rule missing",
       "the derivative of the quotient sin(b a) / (1 + a²) belongs"},
      {"x: 3; c: 3; sum(sin(c.*x)./(2 + x.^3))", "x", "c.*cos(c.*x)./(3*x.^2)", "quotient rule missing",
       "sin(c ∘ x)"},
      {"x: 3; c: 3; sum(sin(c.*x).*tanh(2*x))", "x", "2*c.*cos(c.*x).*(1 - tanh(2*x).^2)", "product rule missing",
       "sin(c ∘ x) ∘ tanh(2 x)"},
  });
}

TEST_CASE("a factor that differs from 1 by less than is shown is no factor, but a rounded number") {
  check_slips({{"x: 2; sum(x.^2)", "x", "2.000000001*x", "rounded number", "1.0000000005 times ∂L/∂x"}});
}

TEST_CASE("several matrices taken for symmetric are all named") {
  check_slips({
      {"A: 3x3; B: 3x3; x: 3; x'*A*x + x'*B*x", "x", "2*A*x + 2*B*x", "symmetry assumed",
       "This would be right if A and B were symmetric: in ∂L/∂x stand both A and Aᵀ and B and Bᵀ"},
      {"A: 3x3; B: 3x3; X: 3x3; tr(X'*A*X*B)", "X", "2*A*X*B", "symmetry assumed", "if A and B were symmetric"},
      {"A: 3x3; B: 3x3; x: 3; x'*A*x + x'*B*x", "x", "2*A*x + B*x + B'*x", "symmetry assumed",
       "This would be right if A were symmetric"},
  });
}

TEST_CASE("f′ at the argument of another layer, or of another function, is named") {
  check_slips({
      {two_layers, "W1", "((W2'*((a2-y).*sigmoid'(z2))).*sigmoid'(z2))*x'", "wrong argument",
       "at z2 instead of z1"},
      {two_layers, "W1", "((W2'*((a2-y).*a1.*(1-a1))).*a1.*(1-a1))*x'", "wrong argument", "at z1 instead of z2"},
      {"W1: 5x5; W2: 5x5; x: 5; y: 5; 0.5*norm2(sigmoid(W2*sigmoid(W1*x)) - y)^2", "W1",
       "((W2'*((sigmoid(W2*sigmoid(W1*x))-y).*sigmoid'(W2*sigmoid(W1*x)))).*sigmoid'(W2*sigmoid(W1*x)))*x'",
       "wrong argument", "at W2 σ(W1 x) instead of W1 x"},
      {unspecified_layers, "z2", "(p-y).*f'(z2)", "derivative of the wrong function",
       "the derivative of f(z2) stands where that of g(z2) belongs"},
      {unspecified_layers, "z1", "(W2'*((p-y).*g'(z2))).*g'(z1)", "derivative of the wrong function",
       "the derivative of g(z1) stands where that of f(z1) belongs"},
  });
}

TEST_CASE("a summand forgotten inside a bracket is named, also where it is there elsewhere") {
  check_slips({
      {"W: 5x4; b: 5; x: 4; y: 5; 0.5*norm2(sigmoid(W*x+b) - y)^2", "W", "((sigmoid(W*x+b)-y).*sigmoid'(W*x))*x'",
       "wrong argument", "is taken at W x instead of W x + b"},
      {"W: 5x4; b: 5; x: 4; y: 5; sum(y.*sin(W*x+b))", "W", "(y.*cos(W*x))*x'", "wrong argument",
       "is taken at W x instead of W x + b"},
      {"A: 5x3; x: 3; b: 5; c: 5; norm2(A*x-b+c)^2", "x", "2*A'*(A*x-b)", "term missing", "2 Aᵀ c is missing"},
  });
}

TEST_CASE("a factor of one over a norm, or over another scalar part, is missing") {
  check_slips({
      {"x: 3; y: 3; x'*y/norm2(x)", "x", "y - x*(x'*y)/norm2(x)^2", "operation missing",
       "the division by ‖x‖ is missing"},
      {"x: 3; y: 3; x'*y/norm2(x)^2", "x", "y - 2*x*(x'*y)/norm2(x)^2", "scalar factor", "1/‖x‖² is missing."},
      {"A: 3x3; x: 3; b: 3; norm2(A*x-b)", "x", "A'*(A*x-b)", "operation missing",
       "the division by ‖A x − b‖ is missing"},
  });
}

TEST_CASE("one symbol for another at one of several places is named") {
  const std::string factors = "U: 4x3; V: 4x3; R: 4x4; 0.5*norm2(R - U*V')^2";
  check_slips({
      {factors, "U", "-(R-U*V')*U", "wrong symbol", "U stands where V belongs in (U Vᵀ − R) V"},
      {factors, "U", "-(R-U*U')*V", "wrong symbol", "U stands where V belongs"},
      {"A: 3x3; X: 3x3; B: 3x3; det(A*X*B)", "X", "det(X)*inv(X)'", "wrong argument",
       "det(X) stands where det(A X B) belongs"},
  });
  const Grade misfit =
      grade("U: 4x3; V: 5x3; R: 4x5; 0.5*norm2(R - U*V')^2", {.wrt = "U", .answer = "-(R-U*V')*U"});
  CHECK(to_text(misfit).find("(R − U Vᵀ) V would fit, with a minus in front: 4×5 times 5×3.") !=
        std::string::npos);
}

TEST_CASE("a slip in what a name stands for is named") {
  const std::string tied = "W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2";
  check_slips({
      {tied, "W", "W*(W'*W*x*x' + x*(W'*W*x)')", "term missing", "In K = "},
      {tied, "W", "W*((W'*W*x+x)*x' + x*(W'*W*x+x)')", "wrong sign of a term", "In K = "},
  });
}

TEST_CASE("the rule for σ or tanh in terms of the value, put where it does not belong, is named") {
  const std::string layer = "W: 4x4; h: 4; y: 4; t = W*h; r = sigmoid(t); 0.5*norm2(r-y)^2";
  check_slips({
      {layer, "t", "(r-y).*t.*(1-t)", "wrong argument", "taken at the argument t instead of the value"},
      {layer, "W", "((r-y).*t.*(1-t))*h'", "wrong argument", "taken at the argument t instead of the value"},
      {"p: 4; x: 4; -sum(x.*log(p) + (1-x).*log(1-p))", "p", "p-x", "gradient of another variable",
       "if p were σ(a), it would be ∂L/∂a"},
  });
}

TEST_CASE("columns taken to sum to one are named also beside a factor") {
  check_slips({
      {"Z: 3x8; T: 3x8; -sum(T.*log(softmax(Z)))/8", "Z", "softmax(Z) - T", "sum to 1 assumed",
       "the factor 8 is too much (8 is the number of columns of T)"},
      {"Z: 3x8; T: 3x8; -sum(T.*log(softmax(Z)))/8", "Z", "(softmax(Z) - T)/8", "sum to 1 assumed",
       "This would be right if the columns of T summed to 1"},
  });
}

TEST_CASE("the same slip in steps that are equal is said once") {
  const Grade found =
      grade("W: 4x4; x: 4; y: 4; y'*exp(W*x) + norm2(exp(W*x))^2", {.wrt = "W", .answer = "(y + 2*exp(W*x))*x'"});
  const std::string text = to_text(found), step = "In the step from exp(W x) back to W x";
  CHECK_MESSAGE(text.find(step) != std::string::npos, text);
  CHECK_MESSAGE(text.find(step) == text.rfind(step), text);
}

}  // namespace matgrad::tests
