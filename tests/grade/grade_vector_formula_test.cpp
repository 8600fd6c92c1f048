#include <doctest/doctest.h>

#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/grade/grade_written.hpp>
#include <matgrad/autodiff/grade/jacobian_form.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/transform/derivatives.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

// A formula that is no scalar: its derivative is a Jacobian, in one of two layouts, or a gradient by its adjoint.

namespace matgrad::tests {
namespace {

struct Asked {
  std::string question, wrt, answer;
};

const std::string rows_of_y = "", columns_of_y = "in denominator layout";

struct Right {
  Asked asked;
  std::string reading;
};

Grade graded(const Asked& asked) { return grade(asked.question, {.wrt = asked.wrt, .answer = asked.answer}); }

}  // namespace

TEST_CASE("the Jacobian of a vector is right in either layout, and which one is said") {
  const std::string linear = "A: 3x4; x: 4; A*x", direction = "x: 3; x/norm2(x)";
  const std::vector<Right> cases{
      {{linear, "x", "A"}, rows_of_y},
      {{linear, "x", "A'"}, columns_of_y},
      {{direction, "x", "eye/norm2(x) - x*x'/norm2(x)^3"}, rows_of_y},
      {{"S: 3x3 symmetric; x: 3; S*x", "x", "S"}, rows_of_y},
      {{"A: 3x3; x: 3; A*x", "x", "A"}, rows_of_y},
      {{"A: 3x3; x: 3; A*x", "x", "A'"}, columns_of_y},
      {{"A: 3x4; x: 3; x'*A", "x", "A'"}, rows_of_y},
      {{"A: 3x4; x: 3; x'*A", "x", "A"}, columns_of_y},
      {{"A: 3x4; x: 4; tanh(A*x)", "x", "diag(1 - tanh(A*x).^2)*A"}, rows_of_y},
      {{"A: 3x4; x: 4; tanh(A*x)", "x", "A'*diag(1 - tanh(A*x).^2)"}, columns_of_y},
      {{"x: 5; softmax(x)", "x", "diag(softmax(x)) - softmax(x)*softmax(x)'"}, rows_of_y},
      {{"x: 3; 2*x", "x", "2*eye"}, rows_of_y},
      {{"a: scalar; x: 3; a*x", "a", "x"}, rows_of_y},
      {{"a: scalar; x: 3; a*x", "a", "x'"}, columns_of_y},
      {{"A: 2x3; x: 3; A*x", "A", "kron(x', eye)"}, rows_of_y},
      {{"x: 3; y: 3; x + 0*y", "y", "0"}, rows_of_y},
      {{"a: scalar; x: 3; x + a*vector(1)", "a", "1"}, "with the number read as c·1 (3×1)"},
  };
  for (const Right& one : cases) {
    const Grade found = graded(one.asked);
    CHECK_MESSAGE(found.right(), one.asked.question, " | ", one.asked.answer, "\n", to_text(found));
    CHECK(found.reading == one.reading);
  }
  CHECK(to_text(graded({linear, "x", "A'"}))
            .starts_with("Right in denominator layout: it equals the transpose of "));
}

TEST_CASE("a gradient of a vector formula in terms of its adjoint is compared as such") {
  const std::string named = "A: 3x4; x: 4; y = A*x; y", unnamed = "A: 3x4; x: 4; A*x";
  CHECK(graded({named, "x", "A'*adj(y)"}).right());
  CHECK(graded({named, "A", "adj(y)*x'"}).right());
  for (const std::string adjoint : {"adj(t1)", "∂L/∂t₁", "adj(t₂)"})
    CHECK(graded({unnamed, "x", "A'*" + adjoint}).right());
  CHECK_FALSE(graded({named, "x", "2*A'*adj(y)"}).right());
}

TEST_CASE("a wrong Jacobian is wrong, in whatever layout its shape fits, and what is wrong is said") {
  struct Wrong {
    Asked asked;
    std::string slip;
  };
  const std::string square = "A: 3x3; x: 3; A*x", direction = "x: 3; x/norm2(x)";
  const std::vector<Wrong> cases{
      {{square, "x", "2*A"}, "constant factor"},
      {{square, "x", "-A'"}, "transposed"},
      {{square, "x", "0*A"}, "zero"},
      {{"A: 3x4; x: 4; A*x", "x", "-A'"}, "wrong sign"},
      {{square, "x", "A + A'"}, ""},
      {{direction, "x", "eye/norm2(x)"}, "path missing"},
      {{"x: 3; sin(x)", "x", "diag(sin(x))"}, "f for f′"},
      {{"x: 3; x.^2", "x", "2*x"}, "diagonal of the Jacobian"},
      {{"x: 3; 2*x", "x", "2"}, "identity matrix missing"},
      {{"a: scalar; x: 3; x + a*vector(1)", "a", "2"}, "constant factor"},
      {{"A: 3x4; x: 4; A*x", "x", "x"}, ""},
  };
  for (const auto& [asked, slip] : cases) {
    const Grade found = graded(asked);
    const std::string text = asked.answer + "\n" + to_text(found);
    CHECK_MESSAGE(!found.right(), text);
    if (!slip.empty()) {
      REQUIRE_MESSAGE(!found.diagnoses.empty(), text);
      CHECK_MESSAGE(found.diagnoses.front().slip == slip, text);
    }
  }
}

TEST_CASE("a number is right for a matrix of which every entry is that number, and for no other") {
  CHECK(graded({"x: 4; sum(x)", "x", "1"}).reading == "with the number read as c·1 (4×1)");
  CHECK(graded({"a: scalar; X: 3x2; a^2*sum(X)", "X", "a^2"}).right());
  CHECK(graded({"S: 3x3 symmetric; sum(S)", "S", "1"}).right());
  for (const Asked& wrong : {Asked{"A: 3x3; tr(A)", "A", "1"}, Asked{"D: 3x3 diagonal; tr(D)", "D", "1"},
                             Asked{"x: 4; sum(x)", "x", "2"}, Asked{"x: 4; sum(x.^2)", "x", "2"}})
    CHECK_MESSAGE(!graded(wrong).right(), wrong.question, " | ", wrong.answer);
  CHECK(graded({"x: 4; sum(x)", "x", "2"}).diagnoses.front().slip == "constant factor");
}

TEST_CASE("one path of a vector formula has a Jacobian of its own") {
  const std::string question = "x: 3; x/norm2(x)";
  CHECK(grade(question, {.wrt = "x", .answer = "eye/norm2(x)", .path = 1}).right());
  CHECK(grade(question, {.wrt = "x", .answer = "-x*x'/norm2(x)^3", .path = 2}).right());
  CHECK_FALSE(grade(question, {.wrt = "x", .answer = "eye/norm2(x)", .path = 2}).right());
}

TEST_CASE("a Jacobian as numbers is compared in both layouts") {
  const Formula read = parse_formula("A: 3x2; x: 2; A*x");
  const Expr &A = read.variables[0], &x = read.variables[1];
  const Eigen::MatrixXd a = (Eigen::MatrixXd(3, 2) << 1, 2, 3, 4, 5, 6).finished();
  const LeafValues<> values{{A, a}, {x, Eigen::MatrixXd::Ones(2, 1)}};
  CHECK(grade(read.result, x, values, a).right());
  CHECK(grade(read.result, x, values, a.transpose()).reading == columns_of_y);
  CHECK_FALSE(grade(read.result, x, values, 2 * a).right());
  CHECK_FALSE(grade(read.result, x, values, Eigen::MatrixXd::Ones(2, 2)).right());
}

TEST_CASE("the Jacobian as it is written equals the one that the transform makes row by row") {
  const std::vector<std::string> formulas{
      "x: 3; x/norm2(x)",
      "A: 4x3; x: 3; A*x",
      "A: 3x4; x: 3; x'*A",
      "A: 4x3; x: 3; tanh(A*x)",
      "x: 3; (x'*x)*x",
      "x: 3; x*exp(sum(x))",
      "x: 3; softmax(x)",
      "x: 3; y: 3; x.*y/(x'*y)",
      "A: 3x3; x: 3; inv(A + 4*eye)*x",
      "A: 3x3; x: 3; x'*solve(A + 4*eye, diag(x))",
      "x: 3; cumulative_row_sums(x')",
      "x: 3; y: 3; cross(x, y)",
  };
  for (const std::string& formula : formulas) {
    CAPTURE(formula);
    const Formula read = parse_formula(formula);
    const Expr& x = *std::ranges::find(read.variables, "x", [](const Expr& leaf) { return leaf.symbol(); });
    const Expr u = variable("u", read.result.rows(), read.result.cols());
    std::mt19937 random(3);
    LeafValues<long double> leaves;
    for (const Expr& leaf : read.variables)
      leaves.emplace_back(leaf, uniform_matrix(leaf.rows(), leaf.cols(), random).cast<long double>());
    const Expr written = grading::jacobian_of(gradient(read.result, x, u), u);
    const Expr truth = jacobian(read.result, x);
    CHECK(written.shape() == truth.shape());
    CHECK(relative_difference(reference_value(written, leaves), reference_value(truth, leaves)) < 1e-12);
  }
}

}  // namespace matgrad::tests
