#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/grade/mutation.hpp>
#include <matgrad/autodiff/grade/test_points.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/adjoints.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_expression.hpp"
#include "support/random_values.hpp"

// What holds for any question: a right answer is never accused, and no diagnosis is wrong.

using namespace matgrad;
using matgrad::tests::random_expression;
using matgrad::tests::RandomExpression;

namespace {

// Under a sanitizer a question takes ten times as long.
#if defined(MATGRAD_SANITIZED)
constexpr unsigned one_in = 10;
#else
constexpr unsigned one_in = 2;
#endif

struct RandomQuestion {
  Expr loss;
  Expr wrt;
  LeafValues<long double> leaves;
};

/// The sum of a random expression, with respect to one of its leaves.
std::optional<RandomQuestion> random_question(unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> choice(0, 65535);
  std::vector<tests::Step> steps(4 + seed % 9);
  for (tests::Step& step : steps)
    for (std::uint16_t& part : step) part = static_cast<std::uint16_t>(choice(random));
  const RandomExpression built = random_expression(seed, steps);
  const Expr loss = sum(built.expr);
  std::vector<Expr> leaves = Graph(loss).leaves();
  std::erase_if(leaves, [](const Expr& leaf) { return number_value(leaf).has_value(); });
  if (leaves.empty()) return std::nullopt;
  return RandomQuestion{loss, leaves[seed % leaves.size()], built.leaves};
}

/// Whether terms cancel and leave rounding alone, which differs from one form to another.
bool is_rounding(const Expr& gradient, const LeafValues<long double>& leaves) {
  LeafValues<double> rounded;
  LeafValues<long double> same;
  for (const auto& [leaf, value] : leaves) {
    rounded.emplace_back(leaf, value.cast<double>());
    same.emplace_back(leaf, rounded.back().second.cast<long double>());
  }
  const Matrix<long double> exact = reference_value(gradient, same);
  return (exact - reference_value(gradient, rounded).cast<long double>()).norm() > 1e-7L * exact.norm();
}

/// What `of` gives where the question can be graded at random points: it may have no derivative or no domain
/// there.
template <class Result>
std::optional<Result> if_gradable(const std::function<Result()>& of) {
  try {
    return of();
  } catch (const DerivativeError&) {
    return std::nullopt;
  } catch (const DomainError&) {
    return std::nullopt;
  }
}

}  // namespace

TEST_CASE("a right answer is right, tidy or as the reverse sweep leaves it") {
  int graded = 0;
  for (unsigned seed = 0; seed < 500; seed += one_in) {
    const auto question = random_question(seed);
    if (!question) continue;
    const Expr &loss = question->loss, &x = question->wrt;
    const auto raw = Adjoints(loss, constant(1), std::vector{x}).total(x);
    if (!raw || is_rounding(*raw, question->leaves)) continue;
    // Ill-conditioned points may leave more than rounding between two forms.
    for (const Expr& answer : {*raw, gradient(loss, x)}) {
      const auto found = if_gradable<Grade>([&] { return grade(loss, x, answer, {.tolerance = 1e-7}); });
      if (!found) continue;
      ++graded;
      CHECK_MESSAGE(found->right(), "seed ", seed, ": ", to_text(loss), " by ", to_text(x), "\n", to_text(*found));
      CHECK(found->diagnoses.empty());
    }
  }
  CHECK(graded > 200 / static_cast<int>(one_in));
}

TEST_CASE("a right matrix is right, and with one entry moved it is wrong") {
  int graded = 0;
  for (unsigned seed = 0; seed < 200; seed += one_in) {
    const auto question = random_question(seed);
    if (!question) continue;
    const Expr truth = gradient(question->loss, question->wrt);
    LeafValues<> values;
    for (const auto& [leaf, value] : question->leaves) values.emplace_back(leaf, value.cast<double>());
    Eigen::MatrixXd answer = reference_value<long double>(truth, question->leaves).cast<double>();
    CHECK_MESSAGE(grade(question->loss, question->wrt, values, answer).right(), "seed ", seed);
    answer(0, 0) += 0.1234567 * (1 + answer.cwiseAbs().maxCoeff());
    const Grade wrong = grade(question->loss, question->wrt, values, answer);
    // Of a diagonal or triangular matrix the entry counts all the same.
    CHECK_FALSE(wrong.right());
    ++graded;
  }
  CHECK(graded > 100 / static_cast<int>(one_in));
}

TEST_CASE("what a diagnosis says the answer is, it is, at points that the grader has not seen") {
  const auto describe = [](const Expr& expr) { return to_text(expr); };
  int diagnosed = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    const auto question = random_question(seed);
    if (!question) continue;
    const Expr &loss = question->loss, &x = question->wrt;
    const Expr truth = gradient(loss, x);
    const std::vector<grading::Mutant> wrong = grading::mutants(truth, describe, {});
    for (std::size_t i = seed % 7; i < wrong.size(); i += 7 * one_in) {
      const Expr& answer = wrong[i].result;
      const auto found = if_gradable<Grade>([&] { return grade(loss, x, answer); });
      if (!found || found->right()) continue;  // the slip may change nothing
      for (const Diagnosis& diagnosis : found->diagnoses) {
        if (!diagnosis.reproduction) continue;
        const std::vector<Expr> both{*diagnosis.reproduction, answer, loss};
        const auto same = if_gradable<double>([&] {
          const grading::TestPoints points(both, 1, 99);
          return tests::relative_difference(points.evaluated(both[0], 0), points.evaluated(both[1], 0));
        });
        if (!same || !x.op().declared_facts().empty()) continue;
        ++diagnosed;
        CHECK_MESSAGE(*same < 1e-7, "seed ", seed, ", ", wrong[i].change.words, " in ", to_text(truth), "\n",
                      to_text(*found));
      }
    }
  }
  CHECK(diagnosed >= 25 / static_cast<int>(one_in));
}

TEST_CASE("an answer that no slip explains is wrong and has no diagnosis") {
  const Expr A = variable("A", 3, 4), x = variable("x", 4), y = variable("y", 3);
  const Expr L = squared_norm(A * x - y);
  const Grade found = grade(L, A, hadamard(A, A) + y * transpose(x));
  CHECK_FALSE(found.right());
  CHECK(found.diagnoses.empty());
  REQUIRE(found.worst);
  CHECK(std::abs(found.worst->given - found.worst->expected) > 0.01);
  CHECK(to_text(found).find("no slip that is known explains it") != std::string::npos);
}
