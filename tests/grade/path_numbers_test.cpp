#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/grade/question.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>

#include "support/random_expression.hpp"
#include "support/random_values.hpp"

// The paths to a variable are counted once: by derive, grade and pictures alike.

namespace matgrad::tests {
namespace {

/// The numbers in "path 1" and "paths 1, 2" at the edges of a picture, in order.
std::vector<std::size_t> path_labels(const std::string& dot) {
  std::vector<std::size_t> numbers;
  for (std::size_t at = dot.find("path"); at != std::string::npos; at = dot.find("path", at + 4)) {
    const char* rest = dot.c_str() + at + 4;
    if (*rest == 's') ++rest;
    do {
      char* end = nullptr;
      numbers.push_back(std::strtoul(rest, &end, 10));
      rest = end;
    } while (*rest++ == ',');
  }
  std::ranges::sort(numbers);
  return numbers;
}

std::vector<std::size_t> unique(std::vector<std::size_t> numbers) {
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

/// 1, 2, … for several paths, nothing for one.
std::vector<std::size_t> numbers_of(std::size_t paths) {
  std::vector<std::size_t> numbers(paths > 1 ? paths : 0);
  std::iota(numbers.begin(), numbers.end(), std::size_t{1});
  return numbers;
}

std::string picture(const Expr& loss, const Expr& x, DotOptions::Detail detail) {
  return to_dot(loss, {.highlight = x, .detail = detail});
}

struct Counted {
  std::string formula;
  std::string variable;
  std::size_t paths;
};

const std::vector<Counted> cases{
    {"norm2(x-1)^2 + sum(exp(x-1))", "x", 1},
    {"sum(exp(x-1)) + norm2(x-1)^2 + sum(x)", "x", 2},
    {"W: 3x6; x: 6; 0.5*norm2(W'*W*x - x)^2", "W", 2},
    {"W: 3x6; x: 6; 0.5*norm2(W'*W*x - x)^2", "x", 2},
    {"X: 4x3; logdet(X*X' + eye) + tr(X*X')", "X", 2},
    {"A: 3x3; x: 3; x'*A*x + tr(A') + sum(A')", "A", 3},
    {"A: 4x3; B: 4x2; C: 4x5; norm2(A'*B)^2 + norm2(A'*C)^2 + sum(A)", "A", 3},
    {"a: scalar; b: scalar; (a+b)^2 + exp(a+b) + sin(2*a)", "a", 2},
    {"x: 3; K = exp(x); sum(K) + sum(exp(x).^2)", "x", 1},
};

}  // namespace

TEST_CASE("derive, grade and the picture count the same paths") {
  using Detail = DotOptions::Detail;
  for (const Counted& one : cases) {
    CAPTURE(one.formula);
    const std::size_t paths = one.paths;
    const Formula read = parse_formula(one.formula);
    const auto found =
        std::ranges::find(read.variables, one.variable, [](const Expr& leaf) { return leaf.symbol(); });
    REQUIRE(found != read.variables.end());
    const Expr &x = *found, &loss = read.result;
    CHECK(derive(loss, x).paths(x).size() == paths);
    CHECK(derive(loss, read.variables).paths(x).size() == paths);
    const grading::Question question(loss, x, {}, {});
    CHECK(question.paths().size() == paths);
    CHECK_THROWS_AS(grade(loss, x, x, {.path = paths + 1}), Error);
    CHECK(path_labels(picture(loss, x, Detail::steps)) == numbers_of(paths));
    CHECK(unique(path_labels(picture(loss, x, Detail::operations))) == numbers_of(paths));
    const NamedLoss named = named_as_derived(loss, {x});
    CHECK(path_labels(picture(named.loss, named.variables.front(), Detail::steps)) == numbers_of(paths));
  }
}

TEST_CASE("a transpose that two formulas hold brings each of them its own path") {
  const Formula read = parse_formula("A: 4x3; B: 4x2; C: 4x5; norm2(A'*B)^2 + norm2(A'*C)^2");
  const std::string dot = picture(read.result, read.variables.front(), DotOptions::Detail::steps);
  CHECK(dot.find("path 1") != std::string::npos);
  CHECK(dot.find("path 2") != std::string::npos);
  CHECK(dot.find("paths") == std::string::npos);
}

TEST_CASE("the paths of random expressions have the same numbers everywhere") {
#if defined(MATGRAD_SANITIZED)
  constexpr std::size_t one_in = 50;
#else
  constexpr std::size_t one_in = 10;
#endif
  holds_for_random_expressions("path numbers", [](const RandomExpression& random) {
    const std::vector<Expr> variables = random.variables();
    if (random.expr.hash() % one_in != 0 || variables.empty()) return;
    const Expr loss = sum(random.expr), &x = variables.front();
    const Derivation derivation = derive(loss, variables);
    const std::vector<DerivationPath>& paths = derivation.paths(x);
    const grading::Question question(loss, x, {}, {});
    RC_ASSERT(question.paths().size() == paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i)
      RC_ASSERT(relative_difference(reference_value(paths[i].contribution, random.leaves),
                                    reference_value(question.paths()[i].contribution, random.leaves)) < 1e-9);
    using Detail = DotOptions::Detail;
    RC_ASSERT(path_labels(picture(loss, x, Detail::steps)) == numbers_of(paths.size()));
    for (const Detail detail : {Detail::operations, Detail::names})
      RC_ASSERT(unique(path_labels(picture(loss, x, detail))) == numbers_of(paths.size()));
  });
}

}  // namespace matgrad::tests
