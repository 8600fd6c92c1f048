#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/grade/grade.hpp>

#include "mutated_question.hpp"
#include "support/is_sanitized.hpp"

// A wrong answer is never right, and a right one never wrong, whatever the question. MATGRAD_SOUNDNESS=10000 asks
// as many for each of five seeds, and 5000 right answers; by default it is a 25th of that, with sanitizers a
// 250th.

using namespace matgrad;
using matgrad::tests::AnsweredQuestion;

namespace {

constexpr std::uint64_t seeds = 5;
constexpr int points = 2000;

std::uint64_t questions() {
  const char* asked = std::getenv("MATGRAD_SOUNDNESS");
  if (asked != nullptr) return std::strtoull(asked, nullptr, 10);
  return matgrad::tests::is_sanitized ? 40 : 400;
}

std::string described(const AnsweredQuestion& question, std::uint64_t seed, const Grade& grade) {
  return "seed " + std::to_string(seed) + ": " + to_text(question.loss) + " by " + to_text(question.wrt) +
         "\ntruth: " + to_text(question.truth) + "\nanswer: " + to_text(question.answer) + "\n" + to_text(grade);
}

struct Tally {
  int asked = 0, undecided = 0;
  std::vector<std::string> faults;

  void add(Tally other) {
    asked += other.asked;
    undecided += other.undecided;
    for (std::string& fault : other.faults) faults.push_back(std::move(fault));
  }
};

std::optional<Grade> verdict(const AnsweredQuestion& question) {
  try {
    return grade(question.loss, question.wrt, question.answer, {.explain = false});
  } catch (const DerivativeError&) {
    return std::nullopt;
  }
}

/// Draws until `count` questions were asked. A mutant counts where it differs at 1 % of the points of this test.
Tally mutants(std::uint64_t first, std::uint64_t count) {
  Tally tally;
  for (std::uint64_t seed = first; static_cast<std::uint64_t>(tally.asked) < count; ++seed) {
    const auto question = seed % 2 == 0 ? tests::wrong_in_a_region(seed) : tests::wrong_by_a_slip(seed);
    if (!question || tests::points_of_difference(*question, seed, points, points / 100) < points / 100) continue;
    const auto grade = verdict(*question);
    if (!grade) continue;
    ++tally.asked;
    if (grade->verdict == GradeVerdict::undecided) ++tally.undecided;
    if (grade->right()) tally.faults.push_back(described(*question, seed, *grade));
  }
  return tally;
}

Tally right_answers(std::uint64_t first, std::uint64_t count) {
  Tally tally;
  for (std::uint64_t seed = first; static_cast<std::uint64_t>(tally.asked) < count; ++seed) {
    const auto question = tests::rewritten(seed);
    if (!question) continue;
    const auto grade = verdict(*question);
    if (!grade) continue;
    ++tally.asked;
    if (grade->verdict == GradeVerdict::undecided) ++tally.undecided;
    if (grade->verdict == GradeVerdict::wrong) tally.faults.push_back(described(*question, seed, *grade));
  }
  return tally;
}

/// Two at a time.
Tally for_all_seeds(Tally (*ask)(std::uint64_t, std::uint64_t), std::uint64_t count) {
  constexpr std::uint64_t apart = 1'000'000;
  Tally tally;
  const auto half = [=](std::uint64_t begin) {
    Tally mine;
    for (std::uint64_t k = begin; k < 2 * seeds; k += 2) mine.add(ask(apart * (k + 1), (count + 1) / 2));
    return mine;
  };
  std::future<Tally> other = std::async(std::launch::async, half, 1);
  tally.add(half(0));
  tally.add(other.get());
  return tally;
}

void report(const Tally& tally) {
  for (const std::string& fault : tally.faults) FAIL_CHECK(fault);
  MESSAGE(tally.asked, " asked, ", tally.undecided, " undecided");
  // The verdict is no way out.
  CHECK(tally.undecided * 50 <= tally.asked);
}

}  // namespace

TEST_CASE("no wrong answer is right") { report(for_all_seeds(mutants, questions())); }

TEST_CASE("no right answer is wrong, however it is written") {
  report(for_all_seeds(right_answers, (questions() + 9) / 10));
}
