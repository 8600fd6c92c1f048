#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/grade/changed_gradient.hpp"
#include "matgrad/autodiff/grade/pointwise_slips.hpp"
#include "matgrad/autodiff/grade/slips.hpp"

namespace matgrad::grading {
namespace {

/// A slip in one of several steps.
struct PlacedSlip {
  const PointwiseStep* step;
  PointwiseSlip slip;
};

/// Which steps are parts of which others.
class Overlaps {
 public:
  Overlaps(const std::vector<PointwiseStep>& steps, SearchBudget& budget) : first_(steps.data()) {
    for (const PointwiseStep& outer : steps) {
      const Graph above(outer.v), below(outer.u);
      budget.spend(above.size() + below.size());
      std::vector<bool>& inside = is_inside_.emplace_back();
      for (const PointwiseStep& inner : steps)
        inside.push_back(above.contains(inner.v) && !below.contains(inner.v));
    }
  }

  bool operator()(const PointwiseStep& a, const PointwiseStep& b) const {
    const auto i = static_cast<std::size_t>(&a - first_), j = static_cast<std::size_t>(&b - first_);
    return is_inside_[i][j] || is_inside_[j][i];
  }

 private:
  const PointwiseStep* first_;
  std::vector<std::vector<bool>> is_inside_;  // by the outer step, then by the inner one
};

std::optional<Diagnosis> repeated_slip(const std::vector<PlacedSlip>& places, const Question& question,
                                       const Wording& wording) {
  std::vector<StepChange> changes;
  std::vector<std::string> words;
  for (const PlacedSlip& place : places) {
    changes.push_back({place.step, place.slip.wrong});
    const std::string said = "in the step from " + wording.of(place.step->v) + " back to " +
                             wording.of(place.step->u) + ", " + place.slip.words;
    if (std::ranges::find(words, said) == words.end()) words.push_back(said);
  }
  std::string text = "The same slip at " + std::to_string(places.size()) + " places: ";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i > 0 ? "; " : "") + words[i];
  try {
    const PointwiseSlip& first = places.front().slip;
    if (const auto wrong = changed_gradient(question, changes))
      return Diagnosis{first.slip, text + ".", sentence(first.advice), wrong};
  } catch (const Error&) {
    // The wrong pieces do not fit into the rest: nobody wrote that.
  }
  return std::nullopt;
}

}  // namespace

Suspicions repeated_step_suspicions(const Examination& examination) {
  const Question& question = examination.question();
  const bool is_gradient = question.form() == Question::Form::gradient;
  if (question.asked_path() || !is_gradient || !examination.has_right_shape()) return Suspicions(examination);
  const Wording wording(question, Wording::Names::of_question);
  const std::vector<PointwiseStep> steps = pointwise_steps(examination);
  const Overlaps overlap(steps, examination.budget());
  std::vector<std::string> kinds;  // in the order of their first appearance
  std::unordered_map<std::string, std::vector<PlacedSlip>> places;
  for (const PointwiseStep& step : steps)
    for (PointwiseSlip& slip : pointwise_slips(step, examination, wording)) {
      if (slip.kind.empty()) continue;
      const std::string kind = slip.kind;
      std::vector<PlacedSlip>& known = places[kind];
      if (known.empty()) kinds.push_back(kind);
      const auto overlaps = [&](const PlacedSlip& other) { return overlap(*other.step, step); };
      if (std::ranges::none_of(known, overlaps)) known.push_back({&step, std::move(slip)});
    }
  Suspicions found(examination);
  for (const std::string& kind : kinds) {
    if (places[kind].size() < 2 || found.is_complete()) continue;
    examination.budget().spend(question.graph().size());
    if (std::optional<Diagnosis> one = repeated_slip(places[kind], question, wording)) found.add(*std::move(one));
  }
  return found;
}

}  // namespace matgrad::grading
