#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/language/parse.hpp>

namespace matgrad::tests {
namespace {

using Eigen::MatrixXd;
using Values = std::vector<std::pair<std::string, MatrixXd>>;

MatrixXd row(std::vector<double> entries) {
  return MatrixXd(Eigen::Map<Eigen::RowVectorXd>(entries.data(), static_cast<Index>(entries.size())));
}
MatrixXd column(std::vector<double> entries) { return row(std::move(entries)).transpose(); }
MatrixXd number(double value) { return MatrixXd::Constant(1, 1, value); }

double value(const std::string& text, const Values& values) {
  ParseOptions options;
  for (const auto& [name, given] : values) options.shapes[name] = {given.rows(), given.cols()};
  const Formula formula = parse_formula(text, options);
  LeafValues<double> leaves;
  for (const Expr& variable : formula.variables)
    for (const auto& [name, given] : values)
      if (name == variable.symbol()) leaves.emplace_back(variable, given);
  const MatrixXd result = reference_value<double>(formula.result, leaves);
  CHECK_MESSAGE(result.size() == 1, text);
  return result(0, 0);
}

}  // namespace

TEST_CASE("beside values a filling has the size that the values leave, which is 1 for a single sample or unit") {
  struct Case {
    std::string formula;
    Values values;
    double expected;
  };
  const std::string logistic = "sum(log(exp(-y.*(X*w)) + vector(1)))";
  const MatrixXd w = column({0.5, -0.25}), tall = column({1, 2}), wide = row({1, 2});
  const std::vector<Case> cases = {
      {logistic, {{"X", wide}, {"w", w}, {"y", number(1)}}, std::log(2)},
      {logistic, {{"X", number(2)}, {"w", number(0)}, {"y", number(1)}}, std::log(2)},
      {logistic, {{"X", column({0, 0, 0})}, {"w", number(1)}, {"y", column({1, 1, 1})}}, 3 * std::log(2)},
      {"norm2(W'*W - eye)^2", {{"W", tall}}, 16},
      {"norm2(W*W' - eye)^2", {{"W", wide}}, 16},
      {"norm2(W'*W - eye)^2", {{"W", wide}}, 0 + 4 + 4 + 9},
      {"norm2(W'*W - eye)^2", {{"W", number(3)}}, 64},
      {"norm2(W'*W - 2*eye)^2", {{"W", tall}}, 9},
      {"logdet(X*X' + s*eye)", {{"X", wide}, {"s", number(3)}}, std::log(8)},
      {"det(s*eye)", {{"s", number(3)}}, 3},
      {"tr(A*eye)", {{"A", number(5)}}, 5},
      {"x'*eye*x", {{"x", number(2)}}, 4},
      {"x'*eye*x", {{"x", tall}}, 5},
      {"sum(matrix(1) - X*w)", {{"X", wide}, {"w", w}}, 1},
      {"sum(matrix(1) - X*w)", {{"X", MatrixXd::Ones(3, 2)}, {"w", w}}, 3 - 0.75},
      {"sum(vector(2).*a)", {{"a", number(3)}}, 6},
      {"sum(max(matrix(0), X*w))", {{"X", wide}, {"w", -w}}, 0},
      {"norm2(X*w - y - vector(1))^2", {{"X", wide}, {"w", w}, {"y", number(1)}}, 4},
      {"sum(X'*X + as_diagonal(vector(1)))", {{"X", tall}}, 6},
      {"K = W'*W - eye; norm2(K)^2 + tr(K)", {{"W", tall}}, 20},
      {"sum(vector(1)'*x)", {{"x", tall}}, 3},
      {"(X*w - vector(1))'*(X*w - vector(1))", {{"X", wide}, {"w", w}}, 1},
  };
  for (const Case& c : cases) CHECK_MESSAGE(value(c.formula, c.values) == doctest::Approx(c.expected), c.formula);
}

TEST_CASE("beside declared shapes of a single entry a filling has a single entry too") {
  const auto shapes = [](const std::string& text) {
    std::string notes;
    for (const std::string& note : parse_formula(text).assumptions) notes += note + "; ";
    return notes;
  };
  CHECK(shapes("W: 2x1; norm2(W'*W - eye)^2") == "eye taken as 1×1; ");
  CHECK(shapes("X: 1x2; w: 2; y: 1x1; sum(log(exp(-y.*(X*w)) + vector(1)))") == "vector(1) taken as 1×1; ");
  CHECK(shapes("X: 1x2; logdet(X*X' + s*eye)") == "s taken as a scalar; eye taken as 1×1; ");
  // What may be larger is, and scalars have no size to give.
  CHECK(shapes("1/beta*eye") == "eye taken as 3×3; ");
  CHECK(shapes("X: 1x2; A: 3x3; norm2(X*X' + eye + A)").empty());
  CHECK(shapes("X: 4x2; det(X*X' + s*eye); s: scalar").empty());
}

TEST_CASE("an open variable beside a filling keeps what its letter says") {
  ParseOptions options;
  options.shapes["lambda"] = {1, 1};
  const Formula formula = parse_formula("lambda*norm2(A - eye)^2", options);
  CHECK(formula.variables[1].shape() == Shape{3, 3});
  CHECK(parse_formula("lambda*tr(eye)", options).assumptions == std::vector<std::string>{"eye taken as 1×1"});
}

}  // namespace matgrad::tests
