#include "graded.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <map>

#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/grade/grade_written.hpp>
#include <matgrad/autodiff/grade/question.hpp>
#include <matgrad/autodiff/grade/test_points.hpp>
#include <matgrad/autodiff/language/parse.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

constexpr std::uint64_t fresh_seed = 4711;

/// The answer in terms of the question, without the leaves that stand for adjoints.
Expr resolved(const PlantedSlip& planted, const grading::Question& question) {
  Substitution substitution;
  for (const auto& [leaf, node] : planted.options.adjoints) {
    const bool free = question.upstream() && question.upstream()->node == node;
    substitution.emplace_back(leaf, free ? question.upstream()->adjoint : *question.adjoint(node));
  }
  return substitute(planted.answer, substitution);
}

/// `expr` with the free adjoint of another question of the same kind replaced by that of `question`.
Expr with_adjoint_of(const grading::Question& question, const Expr& expr) {
  if (!question.upstream()) return expr;
  for (const Expr& leaf : Graph(expr).leaves())
    if (leaf.symbol() == question.upstream()->adjoint.symbol())
      return substitute(expr, {{leaf, question.upstream()->adjoint}});
  return expr;
}

void check_reproductions(const PlantedSlip& planted, const Grade& found) {
  const auto upstream = planted.loss.shape().is_scalar() ? planted.options.upstream : planted.loss;
  const grading::Question question(planted.loss, planted.wrt, upstream, planted.options.path);
  const Expr answer = resolved(planted, question);
  for (const Diagnosis& diagnosis : found.diagnoses) {
    if (!diagnosis.reproduction) continue;
    const std::vector<Expr> both{with_adjoint_of(question, *diagnosis.reproduction), answer, question.truth()};
    const grading::TestPoints points(both, 2, fresh_seed);
    for (std::size_t point = 0; point < points.count(); ++point) {
      const auto reproduced = points.evaluated(both[0], point), given = points.evaluated(both[1], point);
      CHECK_MESSAGE(relative_difference(reproduced, given) < 1e-10, planted.name, ": ", diagnosis.slip);
    }
  }
}

}  // namespace

void check_planted_slips(const std::vector<PlantedSlip>& slips) {
  for (const PlantedSlip& planted : slips) {
    const Grade found = grade(planted.loss, planted.wrt, planted.answer, planted.options);
    CAPTURE(planted.name);
    CAPTURE(to_text(found));
    CHECK_FALSE(found.right());
    REQUIRE_FALSE(found.diagnoses.empty());
    CHECK(found.diagnoses.front().slip == planted.slip);
    CHECK(found.diagnoses.front().explanation.find(planted.says) != std::string::npos);
    check_reproductions(planted, found);
  }
}

namespace {

using Names = std::map<std::string, Expr, std::less<>>;

Names names_of(const Formula& question) {
  Names names;
  for (const Expr& leaf : question.variables) names.emplace(leaf.symbol(), leaf);
  for (const auto& [name, expr] : question.definitions) names.emplace(name, expr);
  return names;
}

}  // namespace

void check_written_slips(const std::string& question, const std::vector<WrittenSlip>& slips) {
  const Formula formula = parse_formula(question);
  const Names names = names_of(formula);
  std::vector<PlantedSlip> planted;
  for (const auto& [wrt, answer, slip, says] : slips) {
    const Expr written = parse_formula(answer, {.known = names}).result;
    planted.push_back({answer, formula.result, names.at(wrt), written, slip, says});
  }
  check_planted_slips(planted);
}

void check_written_right_answers(const std::string& question,
                                 const std::vector<std::pair<std::string, std::string>>& answers) {
  for (const auto& [wrt, answer] : answers) {
    const Grade found = grade(question, {.wrt = wrt, .answer = answer});
    const std::string text = answer + "\n" + to_text(found);
    CHECK_MESSAGE(found.right(), text);
  }
}

void check_right_answers(const std::vector<RightAnswer>& answers) {
  for (const RightAnswer& one : answers) {
    const Grade found = grade(one.loss, one.wrt, one.answer, one.options);
    CAPTURE(one.name);
    CAPTURE(to_text(found));
    CHECK(found.right());
    CHECK(found.diagnoses.empty());
    CHECK_FALSE(found.worst.has_value());
  }
}

}  // namespace matgrad::tests
