#include "matgrad/autodiff/grade/grade_written.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/language/parse_error.hpp>

using namespace matgrad;

namespace {

const std::string autoencoder = "W: 3x6; x: 6; K = W'*W*x - x; 0.5*norm2(K)^2";
const std::string network =
    "W1: 5x4; b1: 5; W2: 3x5; b2: 3; x: 4; a = W1*x + b1; h1 = a .* sigmoid(a); z2 = W2*h1 + b2";

std::string slip(const Grade& grade) { return grade.diagnoses.empty() ? "" : grade.diagnoses.front().slip; }

}  // namespace

TEST_CASE("right answers as text") {
  for (const std::string answer :
       {"W*(K*x' + x*K')", "W*K*x' + W*x*K'", "W (K xᵀ + x Kᵀ)", "W*((W'*W*x - x)*x' + x*(x'*W'*W - x'))"})
    CHECK_MESSAGE(grade(autoencoder, {.wrt = "W", .answer = answer}).right(), answer);
  CHECK(grade(autoencoder, {.wrt = "K", .answer = "K"}).right());
  CHECK(grade(autoencoder, {.wrt = "x", .answer = "W'*W*K - K"}).right());
  CHECK(grade(autoencoder, {.wrt = "W", .answer = "W*(adj(K)*x' + x*adj(K)')"}).right());
  CHECK(grade(autoencoder, {.wrt = "W", .answer = "W*K*x'", .path = 1}).right());
}

TEST_CASE("an answer speaks of the question's names, and of names that it defines itself") {
  const auto refused = [](const std::string& answer) {
    try {
      grade("x: 3; x'*x", {.wrt = "x", .answer = answer});
    } catch (const ParseError& error) {
      return std::string(error.what());
    }
    return std::string("graded");
  };
  CHECK(refused("x = 3; x") ==
        "line 1, column 1: x is a variable of the question: an answer cannot define it anew");
  CHECK(refused("2*z") == "line 1, column 3: z is no name of the question, which has x");
  CHECK(refused("pi*x") == "graded");
  CHECK(refused("2 y  where y = x") == "graded");
  CHECK(grade(autoencoder, {.wrt = "W", .answer = "K = W'*W*x - x; W*(K*x' + x*K')"}).right());
}

TEST_CASE("a question may end at the upstream node") {
  for (const auto& upstream : {std::optional<std::string>("z2"), std::optional<std::string>()}) {
    CHECK(grade(network, {.wrt = "W2", .answer = "adj(z2)*h1'", .upstream = upstream}).right());
    CHECK(grade(network, {.wrt = "b2", .answer = "adj(z2)", .upstream = upstream}).right());
    CHECK(grade(network, {.wrt = "h1", .answer = "W2'*adj(z2)", .upstream = upstream}).right());
    CHECK(grade(network, {.wrt = "b1", .answer = "adj(a)", .upstream = upstream}).right());
  }
  CHECK(grade(network, {.wrt = "W₂", .answer = "(∂L/∂z₂) h₁ᵀ", .upstream = "z₂"}).right());
  CHECK(grade("z2 = W2*h1 + b2", {.wrt = "W2",
                                  .answer = "adj(z2)*h1'",
                                  .upstream = "z2",
                                  .known = {.shapes = {{"W2", {7, 5}}, {"h1", {5, 1}}, {"b2", {7, 1}}}}})
            .right());
}

TEST_CASE("slips as text") {
  CHECK(slip(grade(autoencoder, {.wrt = "W", .answer = "W*K*x'"})) == "path missing");
  CHECK(slip(grade(autoencoder, {.wrt = "W", .answer = "2*W*(K*x' + x*K')"})) == "constant factor");
  CHECK(slip(grade(autoencoder, {.wrt = "W", .answer = "W*x*K'", .path = 1})) == "path labels swapped");
  CHECK(slip(grade(network, {.wrt = "b1", .answer = "sigmoid(a) + a.*sigmoid(a).*(1 - sigmoid(a))"})) ==
        "upstream factor missing");
  CHECK(slip(grade("f: function; x: 4; y: 4; p = f(x); 0.5*norm2(p - y)^2",
                   {.wrt = "x", .answer = "(p - y).*f(x)"})) == "f for f′");
  CHECK(grade("f: function; x: 4; y: 4; p = f(x); 0.5*norm2(p - y)^2", {.wrt = "x", .answer = "(p - y).*f'(x)"})
            .right());
}

TEST_CASE("a number that stands in the formula explains a factor before a size of the same value does") {
  const auto diagnosis = [](const std::string& question, const std::string& wrt, const std::string& answer) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer});
    return found.diagnoses.empty() ? "" : found.diagnoses[0].slip + ": " + found.diagnoses[0].explanation;
  };
  const auto lost = [](const std::string& what, const std::string& number) {
    return "constant factor: The answer is 1/" + number + " times ∂L/∂" + what + ": the factor " + number +
           " is missing.";
  };
  CHECK(diagnosis("x: 3; sum(x.^3)", "x", "x.^2") == lost("x", "3"));
  CHECK(diagnosis("x: 3; mean(x.^3)", "x", "x.^2/3") == lost("x", "3"));
  CHECK(diagnosis("x: 3; 3*norm2(x)^2", "x", "2*x") == lost("x", "3"));
  CHECK(diagnosis("x: 3; a: scalar; x'*x + a^3", "a", "a^2") == lost("a", "3"));
  CHECK(diagnosis("A: 3x4; x: 4; y: 3; sum((A*x-y).^4)", "x", "A'*(A*x-y).^3") == lost("x", "4"));
  CHECK(diagnosis("x: 3; sum(x.^3)", "x", "9*x.^2").starts_with("constant factor: "));
  CHECK(diagnosis("x: 3; sum(x.^2)", "x", "2*x/3").starts_with("1/m too much: "));
  CHECK(diagnosis("x: 3; mean(x.^2)", "x", "2*x").starts_with("1/m dropped: "));
  CHECK(diagnosis("x: 3; mean(x.^3)", "x", "3*x.^2").starts_with("1/m dropped: "));
  CHECK(diagnosis("x: 3; norm2(x)^2/3", "x", "2*x").starts_with("1/m dropped: "));
}

TEST_CASE("hints name what may have brought the factor") {
  const auto advice = [](const std::string& question, const std::string& wrt, const std::string& answer) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer});
    return found.diagnoses.empty() ? "" : found.diagnoses[0].advice;
  };
  const auto has = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  CHECK(has(advice("a: scalar positive; b: scalar; a^b", "a", "a^(b-1)"), "an exponent comes down"));
  CHECK(has(advice("a: scalar; exp(2*a)", "a", "exp(2*a)"), "2a inside a function"));
  CHECK(has(advice("A: 3x4; x: 4; sum(cos(A*x))", "x", "A'*sin(A*x)"), "of cos"));
}

TEST_CASE("an answer whose shapes do not fit is a wrong answer, with the product that would fit") {
  for (const std::string answer : {"adj(z2)*h1", "h1*adj(z2)", "adj(z2)'*h1"}) {
    const Grade found = grade(network, {.wrt = "W2", .answer = answer, .upstream = "z2"});
    CHECK_FALSE(found.right());
    REQUIRE(found.diagnoses.size() == 1);
    CHECK(found.diagnoses[0].slip == "wrong shape");
    CHECK(found.diagnoses[0].explanation.find("do not fit") != std::string::npos);
    CHECK(found.diagnoses[0].advice.find("h1ᵀ would fit: 3×1 times 1×5.") != std::string::npos);
  }
  CHECK(slip(grade(network, {.wrt = "W2", .answer = "h1*adj(z2)'", .upstream = "z2"})) == "transposed");
  const Grade sum = grade(autoencoder, {.wrt = "W", .answer = "W*K*x' + x*K'*W'"});
  CHECK(slip(sum) == "wrong shape");
}

TEST_CASE("the product that would fit is one of formulas, too, and only a right one is proposed") {
  const std::string least_squares = "A: 5x3; x: 3; y: 5; 0.5*norm2(A*x-y)^2";
  const auto advice = [&](const std::string& wrt, const std::string& answer) {
    const Grade found = grade(least_squares, {.wrt = wrt, .answer = answer});
    CHECK(slip(found) == "wrong shape");
    return found.diagnoses.empty() ? "" : found.diagnoses[0].advice;
  };
  CHECK(advice("x", "A*(A*x-y)") == "The product Aᵀ (A x − y) would fit: 3×5 times 5×1.");
  CHECK(advice("x", "A*y") == "The product Aᵀ y would have that shape: 3×5 times 5×1.");
  CHECK(advice("x", "A*y + x") == "");
}

TEST_CASE("the adjoint that is asked for is no answer, and others only on the way to it") {
  const auto message = [](const std::string& question, const GradeQuestion& asked) -> std::string {
    try {
      grade(question, asked);
    } catch (const ParseError&) {
      return "";
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  const auto has = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  CHECK(has(message(autoencoder, {.wrt = "W", .answer = "adj(W)"}), "∂L/∂W, which is what is asked for"));
  CHECK(has(message(autoencoder, {.wrt = "K", .answer = "2*adj(K)"}), "which is what is asked for"));
  CHECK(has(message("x: 4; h = x; 0.5*norm2(h)^2", {.wrt = "x", .answer = "adj(h)"}), "what is asked for"));
  CHECK(has(message(autoencoder, {.wrt = "W", .answer = "W*adj(x)*x'"}), "∂L/∂x, but x does not depend on W"));
  CHECK(has(message(network, {.wrt = "W1", .answer = "adj(b1)*x'"}), "b1 does not depend on W1"));
  CHECK(grade(network, {.wrt = "W1", .answer = "adj(a)*x'"}).right());
}

TEST_CASE("a vector of ones in an answer has the size that the variable wants") {
  CHECK(grade("a: scalar; x: 3; a*sum(x)^2", {.wrt = "x", .answer = "2*a*sum(x)*vector(1)"}).right());
  CHECK(grade("X: 3x3; tr(X)", {.wrt = "X", .answer = "eye"}).right());
  CHECK(slip(grade("a: scalar; x: 3; a*sum(x)^2", {.wrt = "x", .answer = "a*sum(x)*vector(1)"})) ==
        "constant factor");
}

TEST_CASE("the right answer is shown with what its names stand for") {
  const Grade found = grade("A: 4x2; x: 4; s: scalar positive; -logdet(A*A' + s*eye) - x'*inv(A*A' + s*eye)*x",
                            {.wrt = "A", .answer = "0*A"});
  CHECK(slip(found) == "zero");
  CHECK(solution_text(found).find(", where K = (A Aᵀ + s I)⁻¹") != std::string::npos);
}

TEST_CASE("a malformed question or answer is an error") {
  CHECK_THROWS_AS(grade("0.5*norm2(", {.wrt = "x", .answer = "x"}), ParseError);
  CHECK_THROWS_AS(grade(autoencoder, {.wrt = "W", .answer = "W*("}), ParseError);
  CHECK_THROWS_AS(grade(autoencoder, {.wrt = "V", .answer = "W"}), Error);
  CHECK_THROWS_AS(grade(autoencoder, {.wrt = "W", .answer = "V"}), Error);
  CHECK_THROWS_AS(grade(autoencoder, {.wrt = "W", .answer = "adj(q)*x'"}), Error);
  CHECK_THROWS_AS(grade(autoencoder, {.wrt = "W", .answer = "W", .upstream = "q"}), Error);
  for (const double tolerance : {-1.0, 0.0, 1.0, 1e300, std::nan("")})
    CHECK_THROWS_AS(grade(autoencoder, {.wrt = "W", .answer = "W", .tolerance = tolerance}), Error);
}

TEST_CASE("what is said of an answer") {
  CHECK(to_text(grade(autoencoder, {.wrt = "W", .answer = "W*K*x'"})).find("path 2 (as the factor Wᵀ of") !=
        std::string::npos);
  const Grade right = grade("0.5*norm2(x)^2", {.wrt = "x", .answer = "x"});
  CHECK(to_text(right).starts_with("Right: it equals ∂L/∂x at "));
  CHECK(solution_text(right) == "∂L/∂x = x");
  CHECK_FALSE(right.assumptions.empty());
  const Grade split = grade("A: 3x3; x: 3; x'*A*x", {.wrt = "x", .answer = "Ax + A'x"});
  CHECK(split.answer_notes.size() == 1);
  CHECK(to_text(split).find("\nIn the answer: Ax read as A x.") != std::string::npos);
}

TEST_CASE("a power of e in an answer is pointed to exp") {
  try {
    grade("log(1 + exp(a))", {.wrt = "a", .answer = "e^a/(1 + e^a)"});
    FAIL("read");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).find("; the exponential is written exp(x)") != std::string::npos);
  }
}

TEST_CASE("an answer that is not finite where the loss is") {
  const Grade found = grade("x: 4; sum(x.*x)", {.wrt = "x", .answer = "2*exp(log(x))"});
  CHECK(slip(found) == "not finite");
  CHECK(found.diagnoses.front().explanation.find("log(x)") != std::string::npos);
  CHECK(slip(grade("A: 3x3; sum(A)", {.wrt = "A", .answer = "inv(A - A)"})) == "not finite");
}
