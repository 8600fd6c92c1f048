#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/grade/grade_written.hpp>

// Answers that are right in a part of the domain only, and right answers of losses that have a value in a part
// only.

using namespace matgrad;

namespace {

struct Answered {
  std::string question;
  std::string wrt;
  std::string answer;
  std::string says = "";  // a part of what is printed
};

void check_verdicts(GradeVerdict verdict, const std::vector<Answered>& rows) {
  for (const Answered& row : rows)
    for (const std::uint64_t seed : {1, 2, 3}) {
      const Grade found = grade(row.question, {.wrt = row.wrt, .answer = row.answer, .seed = seed});
      const std::string text = row.question + " by " + row.wrt + " with " + row.answer + ", seed " +
                               std::to_string(seed) + "\n" + to_text(found);
      CHECK_MESSAGE(found.verdict == verdict, text);
      CHECK_MESSAGE(text.find(row.says) != std::string::npos, text);
    }
}

}  // namespace

TEST_CASE("an answer that holds for positive entries only is wrong") {
  check_verdicts(GradeVerdict::wrong, {
                                          {"x: 4; sum(abs(x).^1.5)", "x", "1.5*abs(x).^0.5"},
                                          {"x: 4; sum(abs(x).^3)", "x", "3*x.^2"},
                                          {"x: 4; sum(abs(x))", "x", "vector(1)"},
                                          {"x: 4; sum(sqrt(1 + x.^2))", "x", "abs(x)./sqrt(1 + x.^2)"},
                                          {"x: 4; y: 4; sqrt(norm2(x)^2) + y'*x", "x", "x/norm2(x) + abs(y)"},
                                          {"x: 3; log(x'*x)", "x", "2*abs(x)/(x'*x)"},
                                      });
}

TEST_CASE("an answer that leaves out a branch is wrong") {
  check_verdicts(GradeVerdict::wrong,
                 {
                     {"x: 4; sum(select(abs(x) < 2, 0.5*x.^2, 2*abs(x) - 2))", "x", "x"},
                     {"x: 4; sum(select(abs(x) < 2, 0.5*x.^2, 2*abs(x) - 2))", "x", "2*sign(x)"},
                     {"a: scalar; b: scalar; max(0, a - 3)*b", "a", "0"},
                     {"a: scalar; b: scalar; max(0, a - 3)*b", "a", "b"},
                     {"a: scalar; max(a, -5)", "a", "1"},
                     {"x: 4; sum(relu(x))", "x", "vector(1)"},
                     {"x: 3; sum(min(max(x, 2.9), 3))", "x", "0*x"},
                     {"W: 3x4; x: 4; sum(relu(W*x))", "W", "vector(1)*x'"},
                     {"x: 5; max(x)", "x", "[1; 0; 0; 0; 0]"},
                 });
}

TEST_CASE("of a wrong answer to a piecewise question it is said where it is right") {
  check_verdicts(
      GradeVerdict::wrong,
      {
          {"a: scalar; log(1 + abs(a))", "a", "1/(1 + a)", "right where a > 0, and wrong where a < 0"},
          {"a: scalar; a*abs(a)", "a", "2*a", "right where a > 0, and wrong where a < 0"},
          {"a: scalar; b: scalar; max(a*b, b)", "a", "b", "right where a b > b, and wrong where a b < b"},
          {"X: 4x3; y: 4; w: 3; sum(max(1 - y.*(X*w), 0).^2)", "w", "-2*X'*(y.*(1 - y.*(X*w)))",
           "right where 1 − y ∘ (X w) > 0, and wrong elsewhere"},
          {"a: scalar; b: scalar; relu(a)*relu(b)", "a", "b", "b > 0 and a > 0, and wrong elsewhere"},
          {"x: 3; norm1(x)", "x", "(x > 0)", "right in the entries where x > 0, and wrong where x < 0"},
          {"x: 4; sum(select(abs(x) < 1, 0.5*x.^2, abs(x) - 0.5))", "x", "sign(x)",
           "right in the entries where abs(x) > 1, and wrong where abs(x) < 1"},
          {"x: 4; sum(select(abs(x) < 1, 0.5*x.^2, abs(x) - 0.5))", "x", "x",
           "right in the entries where abs(x) < 1, and wrong where abs(x) > 1"},
          {"x: 3; sum(max(x, 0.5))", "x", "(x > 0)", "right except in the entries where x < 0.5 and x > 0"},
          {"x: 3; sum(relu(x))", "x", "1", "right in the entries where x > 0, and wrong where x < 0"},
          {"x: 3; sum(max(x, 1000))", "x", "(x > 500)", "right except in the entries where x < 1000 and x > 500"},
      });
  // Where both are 0 nothing is right.
  for (const char* answer : {"2*(x > 0)", "0", "-(x > 0)"})
    CHECK(grade("x: 3; sum(relu(x))", {.wrt = "x", .answer = answer}).region == "");
}

TEST_CASE("a slip that explains an answer on one side of a choice only is not named") {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    for (const Answered& row :
         std::vector<Answered>{{"a: scalar; abs(abs(a) - 1)", "a", "sign(a - 1)"},
                               {"x: 3; w: 3; max(w'*x - 1000, 0)", "w", "x*(w'*x > 900)"},
                               {"a: scalar; b: scalar; max(a*b, 1e4)", "a", "b*(a*b > 5000)"}}) {
      const Grade found = grade(row.question, {.wrt = row.wrt, .answer = row.answer, .seed = seed});
      CHECK_MESSAGE(found.diagnoses.empty(), row.question, "\n", to_text(found));
    }
    for (const auto& [question, answer] : {std::pair{"x: 3; sum(clamp(x, -2, 2).^2)", "2*clamp(x, -2, 2)"},
                                           std::pair{"x: 3; sum(clamp(x, -1, 1))", "vector(1)"}}) {
      const Grade found = grade(question, {.wrt = "x", .answer = answer, .seed = seed});
      REQUIRE(!found.diagnoses.empty());
      const std::string& text = found.diagnoses.front().explanation;
      CHECK_MESSAGE(text.find("to maximum(") == std::string::npos, text);
      CHECK_MESSAGE(text.find("This is ∂L/∂(maximum(") == std::string::npos, text);
    }
  }
}

TEST_CASE("thresholds of the answer are reached however far they are, beside those of the loss") {
  check_verdicts(GradeVerdict::wrong, {
                                          {"x: 3; sum(max(x, 1000))", "x", "(x > 500)"},
                                          {"a: scalar; max(a, 500)", "a", "(a > 250)"},
                                          {"a: scalar; max(a, 1000)", "a", "0.5*(1 + sign(a - 700))"},
                                          {"a: scalar; max(a, 1000)", "a", "(a > 999)"},
                                          {"a: scalar; max(a, 1e6)", "a", "(a > 5e5)"},
                                          {"a: scalar; relu(a)", "a", "(a > 0.001)"},
                                          {"a: scalar; a^2", "a", "2*a*(a < 1e5)"},
                                          {"a: scalar; min(a, -3000)", "a", "(a < -2000)"},
                                          {"a: scalar; b: scalar; a*b", "a", "b*(1 - (a > 300)*(b > 400))"},
                                          {"a: scalar; b: scalar; max(a, 1000)*max(b, 1000)", "a",
                                           "(a > 1000)*(max(b, 1000) + (b > 900)*(b < 1000))"},
                                      });
  check_verdicts(GradeVerdict::right,
                 {
                     {"x: 3; sum(max(x, 1000))", "x", "(x > 1000)"},
                     {"a: scalar; max(a, 1e6)", "a", "(a >= 1e6)"},
                     {"a: scalar; b: scalar; max(a, 1000)*max(b, 1000)", "a", "(a > 1000)*max(1000, b)"},
                     {"x: 3; sum(max(exp(x), 1e6))", "x", "exp(x).*(x > 6*log(10))"},
                 });
}

TEST_CASE("an answer that holds for symmetric matrices only is wrong") {
  check_verdicts(GradeVerdict::wrong, {
                                          {"K: 3x3; A: 3x3; B: 3x3; tr(symmetric_log(K)) + tr(A*B)", "A", "B"},
                                          {"A: 4x2; D: 4x4; logdet(A'*D*A)", "A", "2*D*A*inv(A'*D*A)"},
                                          {"x: 3; A: 3x3; x'*A*x", "x", "2*A*x"},
                                          {"x: 3; A: 3x3; log(x'*A*x)", "x", "2*A*x/(x'*A*x)"},
                                          {"X: 3x3; log(det(X))", "X", "inv(X)"},
                                          {"K: 3x3; y: 3; logdet(K) + y'*K*y", "y", "2*K*y"},
                                      });
}

TEST_CASE("a right answer is right where its loss has a value, and says where that is") {
  check_verdicts(
      GradeVerdict::right,
      {
          {"x: 4; sum(abs(x).^1.5)", "x", "1.5*abs(x).^0.5.*sign(x)"},
          {"x: 4; sum(select(abs(x) < 2, 0.5*x.^2, 2*abs(x) - 2))", "x", "select(abs(x) < 2, x, 2*sign(x))"},
          {"a: scalar; b: scalar; max(0, a - 3)*b", "a", "select(a > 3, b, 0)"},
          {"x: 3; sum(log(x))", "x", "vector(1)./x", "Right for positive x"},
          {"K: 3x3; sum(chol(K).^2)", "K", "eye", "Right for positive definite K"},
          {"x: 3; log(1 - x'*x)", "x", "-2*x/(1 - x'*x)"},
          {"x: 3; sum(sqrt(1 - x.^2))", "x", "-x./sqrt(1 - x.^2)"},
          {"x: 3; sum(log(x + sqrt(x.^2 - 1)))", "x", "1./sqrt(x.^2 - 1)"},
          {"x: 3; sum(log((1 + x)./(1 - x)))", "x", "2./(1 - x.^2)", "between −1 and 1"},
          {"X: 4x3; logdet(X'*X)", "X", "2*X*inv(X'*X)"},
          {"A: 4x2; D: 4x4; logdet(A'*D*A)", "A", "D*A*inv(A'*D*A) + D'*A*inv(A'*D*A)'"},
          {"x: 3; A: 3x3; log(x'*A*x)", "x", "(A + A')*x/(x'*A*x)"},
          {"X: 3x3; log(det(X))", "X", "inv(X)'"},
          {"p: 4; sum(p.*log(p))", "p", "log(p) + 1"},
          {"x: 3; sum(lgamma(x))", "x", "digamma(x)"},
          {"x: 3; norm2(x)", "x", "x/norm2(x)"},
      });
}

TEST_CASE("a piece that no point has reached is named") {
  check_verdicts(GradeVerdict::right, {{"x: 3; sum(relu(x.^2 + x + 1))", "x", "2*x + 1",
                                        "no point was found there: x.^2 + x + 1 < 0"}});
  CHECK(grade("x: 3; sum(relu(x))", {.wrt = "x", .answer = "x > 0"}).unreached.empty());
}

TEST_CASE("a piece that nothing can reach is not named") {
  for (const Answered& row : std::vector<Answered>{
           {"z: 3; h = relu(z); sum(abs(h))", "z", "(z > 0)"},
           {"z: 3; h = relu(z); sum(max(h, -1))", "z", "(z > 0)"},
           {"x: 3 positive; sum(relu(x))", "x", "vector(1)"},
           {"x: 3 positive; sum(abs(2*x + 1))", "x", "2*vector(1)"},
           {"x: 3; sum(relu(exp(x) + 1))", "x", "exp(x)"},
           {"x: 3; sum(abs(x.^2))", "x", "2*x"},
           {"x: 3; abs(x'*x + 1)", "x", "2*x"},
           {"x: 3; relu(norm2(x)^2)", "x", "2*x"},
           {"x: 3; sum(max(sigmoid(x), -1))", "x", "sigmoid(x).*(1 - sigmoid(x))"},
           {"x: 3; sum(min(tanh(x), 2))", "x", "1 - tanh(x).^2"},
           {"x: 3; sum(abs(softplus(x)))", "x", "sigmoid(x)"},
           {"a: scalar; b: scalar; a^b", "a", "b*a^(b - 1)"},
       }) {
    const Grade found = grade(row.question, {.wrt = row.wrt, .answer = row.answer});
    CHECK_MESSAGE(found.right(), row.question, "\n", to_text(found));
    CHECK_MESSAGE(found.unreached.empty(), row.question, "\n", to_text(found));
  }
}

TEST_CASE("where nothing else is finite the condition is that of the operation") {
  check_verdicts(
      GradeVerdict::right,
      {
          {"a: scalar; log(a - 5)", "a", "1/(a - 5)", "Right where a − 5 > 0: "},
          {"a: scalar; sqrt(a - 2)", "a", "0.5/sqrt(a - 2)", "Right where a − 2 > 0: "},
          {"a: scalar; log(sqrt(a^2 - 4))", "a", "a/(a^2 - 4)", "Right where a² − 4 > 0: "},
          {"a: scalar; log(a)*log(3 - a)", "a", "log(3 - a)/a - log(a)/(3 - a)",
           "Right where a > 0 and 3 − a > 0: "},
          {"a: scalar; x: 3; sum(log(a - x.^2))", "a", "sum(1./(a - x.^2))", "Right where a − x.^2 > 0: "},
          {"a: scalar; asin(a/2)", "a", "1/sqrt(4 - a^2)", "Right where −1 < ½ a < 1: "},
          {"a: scalar; log1p(a)", "a", "1/(1 + a)", "Right where a > −1: "},
          {"a: scalar; log(-a)", "a", "1/a", "Right for negative a: "},
          {"x: 3; log(1 - x'*x)", "x", "-2*x/(1 - x'*x)", "Right where 1 − xᵀ x > 0: "},
      });
}

TEST_CASE("where nothing can be compared the answer is undecided") {
  check_verdicts(GradeVerdict::undecided,
                 {
                     {"x: 3; sum(log(-exp(x)))", "x", "vector(1)", "Undecided: too few points"},
                     {"X: 2x3; log(det(X'*X))", "X", "2*X*inv(X'*X)", "Undecided: Xᵀ X is singular"},
                     {"X: 2x3; logdet(X'*X)", "X", "X", "its rank at most 2"},
                     {"x: 3; y: 3; sum(inv(x*x' + y*y'))", "x", "x", "its rank at most 2"},
                     {"A: 3x3; sum(inv(A - A))", "A", "A", "A − A is singular at every point"},
                 });
}

TEST_CASE("the witness is an entry in which the answer differs, with digits that show it") {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    const Grade found = grade("x: 3; A: 3x3; log(x'*A*x)", {.wrt = "x", .answer = "2*A*x/(x'*A*x)", .seed = seed});
    REQUIRE(found.worst);
    CHECK(found.worst->given != doctest::Approx(found.worst->expected).epsilon(1e-9));
    CHECK(to_text(found).find("Of 3 entries 3 agree") == std::string::npos);
  }
  const Grade close = grade("x: 3; norm2(x)^2", {.wrt = "x", .answer = "2.00000001234*x"});
  CHECK_FALSE(close.right());
  const std::string text = to_text(close);
  const std::size_t is = text.find(" is ", text.find("counted from 0")), should = text.find(" and should be ", is);
  REQUIRE(should != std::string::npos);
  const std::string given = text.substr(is + 4, should - is - 4), expected = text.substr(should + 15);
  CHECK_FALSE(expected.starts_with(given + "."));
}

TEST_CASE("a rounded number is named with what it is rounded from") {
  check_verdicts(
      GradeVerdict::wrong,
      {
          {"x: 3; norm2(x)^2/6", "x", "0.3333333*x", "Is 0.3333333 a rounded number? Write 1/3"},
          {"x: 3; norm2(x)^2/6", "x", "0.33*x", "Write 1/3"},
          {"x: 3; pi*norm2(x)^2", "x", "6.2832*x", "Write 2*pi"},
          {"x: 3; A: 3x3; x'*A*x/7", "A", "0.142857*x*x'", "Write 1/7"},
          {"a: scalar; pi*a^2", "a", "6.28*a", "right to 3 digits. Is 6.28 a rounded number? Write 2*pi"},
          {"a: scalar; pi*a^2", "a", "2*3.14*a", "Is 3.14 a rounded number? Write pi"},
          {"a: scalar; exp(a)", "a", "2.718*exp(a - 1)", "Write exp(1)"},
          {"a: scalar; exp(-a^2/2)/sqrt(2*pi)", "a", "-0.3989*a*exp(-a^2/2)", "Write -1/sqrt(2*pi)"},
          {"x: 3; sqrt(7)*norm2(x)^2", "x", "5.2915*x", "right to 5 digits"},
          {"x: 3; sum(x.^3)/7 + norm2(x)^2", "x", "0.4286*x.^2 + 2*x", "Write 3/7"},
          {"a: scalar; pi*a^2", "a", "44/7*a", "is a number in it rounded?"},
          {"a: scalar; a^2", "a", "2.01*a", "times ∂L/∂a"},
          {"a: scalar; a^2", "a", "1.99*a", "times ∂L/∂a"},
      });
}

TEST_CASE("numbers that are rounded are said to be, and not to have a factor") {
  const Eigen::MatrixXd x = Eigen::Vector2d(1, 2), one = Eigen::MatrixXd::Constant(1, 1, 1.0);
  const auto text = [&](const char* question, const char* wrt, const char* answer, const Eigen::MatrixXd& value) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer, .given = {{wrt, value}}});
    CHECK(found.verdict == GradeVerdict::wrong);
    return to_text(found);
  };
  const auto has = [](const std::string& all, const char* part) { return all.find(part) != std::string::npos; };
  CHECK(has(text("x: 2; norm2(x)", "x", "[0.447; 0.894]", x), "right to 3 digits: is it rounded?"));
  CHECK(has(text("x: 2; sum(exp(x))", "x", "[2.72; 7.389]", x), "right to 3 digits: is it rounded?"));
  CHECK(has(text("a: scalar; exp(a)", "a", "2.718", one), "right to 4 digits: is it rounded?"));
  CHECK_FALSE(has(text("x: 2; norm2(x)", "x", "[0.447; 0.898]", x), "rounded"));
  CHECK_FALSE(has(text("a: scalar; exp(a)", "a", "2.73", one), "rounded"));
}

TEST_CASE("given values are a test point, and numbers are compared there") {
  const Eigen::MatrixXd three = Eigen::MatrixXd::Constant(1, 1, 3.0);
  const auto verdict = [&](const std::string& answer, GradeVerdict expected) {
    const Grade found = grade("a: scalar; a^2", {.wrt = "a", .answer = answer, .given = {{"a", three}}});
    CHECK_MESSAGE(found.verdict == expected, answer, "\n", to_text(found));
  };
  verdict("6", GradeVerdict::right);
  verdict("2*3", GradeVerdict::right);
  verdict("2*a", GradeVerdict::right);
  verdict("5", GradeVerdict::wrong);
  verdict("a", GradeVerdict::wrong);
  verdict("2*a + relu(1 - 1e15*abs(a - 3))", GradeVerdict::wrong);
}

TEST_CASE("an answer that overflows where the gradient does not is right with a remark") {
  const Grade found = grade("x: scalar; x^2", {.wrt = "x", .answer = "2*log(exp(x)*exp(50*x)*exp(-50*x))"});
  CHECK(found.right());
}
