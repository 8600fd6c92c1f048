#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/grade/search_budget.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

// The search for an explanation is limited by the work that it does, which is the same on every machine.

using namespace matgrad;

namespace {

struct Problem {
  Expr loss, wrt;
};

Problem net_with_shared_weights(int layers) {
  const Expr W = variable("W", 3, 3);
  Expr h = variable("x", 3);
  for (int i = 0; i < layers; ++i) h = tanh(W * h);
  return {sum(h), W};
}

Problem product_of_scalars(int factors) {
  const Expr first = variable("a0", 1);
  Expr product = first;
  for (int i = 1; i < factors; ++i) product = product * variable("a" + std::to_string(i), 1);
  return {product, first};
}

/// Wrong in a way that no slip explains.
Expr unexplained(const Problem& problem) {
  const Expr truth = gradient(problem.loss, problem.wrt);
  return truth + 0.37 * hadamard(truth, problem.wrt);
}

bool gave_up(const Grade& found) {
  for (const std::string& remark : found.remarks)
    if (remark.starts_with("The search for an explanation was given up after ")) return true;
  return false;
}

}  // namespace

TEST_CASE("a search ends after the same work whatever it is spent on") {
  const auto spent = [](std::size_t piece) {
    grading::SearchBudget budget;
    std::size_t total = 0;
    try {
      for (;; total += piece) budget.spend(piece);
    } catch (const grading::SearchEnded& search) {
      CHECK(search.candidates == 0);
    }
    return total;
  };
  const std::size_t whole = spent(1000);
  CHECK(whole > 10'000);
  CHECK(spent(500) == whole);
}

TEST_CASE("a search says after how many candidates it ended") {
  grading::SearchBudget budget;
  for (int i = 0; i < 7; ++i) budget.count_candidate();
  try {
    for (;;) budget.spend(1000);
  } catch (const grading::SearchEnded& search) {
    CHECK(search.candidates == 7);
  }
}

TEST_CASE("a deep question is given up after a number of candidates, always the same") {
  const auto searched = [](const Problem& problem) {
    const Grade found = grade(problem.loss, problem.wrt, unexplained(problem));
    CHECK(found.verdict == GradeVerdict::wrong);
    CHECK(found.diagnoses.empty());
    CHECK(gave_up(found));
    return to_text(found);
  };
  const std::string found = searched(net_with_shared_weights(80));
  CHECK(searched(net_with_shared_weights(80)) == found);
  searched(product_of_scalars(1000));
}

TEST_CASE("a simple slip in a deep question is explained before the search ends") {
  for (const Problem& problem : {net_with_shared_weights(80), product_of_scalars(1000)}) {
    const Grade found = grade(problem.loss, problem.wrt, 2 * gradient(problem.loss, problem.wrt));
    REQUIRE(found.diagnoses.size() == 1);
    CHECK(found.diagnoses[0].slip == "constant factor");
    CHECK_FALSE(gave_up(found));
  }
}

TEST_CASE("a small question is searched to its end") {
  const Problem problem = net_with_shared_weights(3);
  CHECK_FALSE(gave_up(grade(problem.loss, problem.wrt, unexplained(problem))));
}
