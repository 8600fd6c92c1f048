#include "matgrad/autodiff/grade/survey.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace matgrad::grading {
namespace {

constexpr std::size_t most_observations = 1500, most_covering = 24;
constexpr int times_covered = 2;
constexpr std::size_t most_choices = 200'000;  // of all observations together
constexpr std::size_t surveyed_entries = 16;   // entries of an operation
constexpr long double equal_distance = 1e-9L, different = 1e-5L, clear_margin = 1e-6L;

bool is_near_boundary(const std::vector<Choices>& choices) {
  for (const Choices& of_node : choices)
    for (const Choice& one : of_node)
      if (one.margin < clear_margin) return true;
  return false;
}

EntryVerdict verdict(const Measured& answer, const Measured& truth, Index k) {
  const long double a = answer.value.data()[k], t = truth.value.data()[k], difference = std::abs(a - t);
  const long double scale = std::max(answer.scale.data()[k], truth.scale.data()[k]);
  if (difference > different * scale) return EntryVerdict::differs;
  if (difference > equal_distance * scale) return EntryVerdict::unclear;
  return a == 0 && t == 0 ? EntryVerdict::vanishes : EntryVerdict::agrees;
}

}  // namespace

void Survey::visit(const EvaluatedPoint& at, const std::vector<Choices>& choices) {
  const Trial& trial = trials_[at.point.functions];
  if (observations_.size() >= most_observations || kept_ >= most_choices || is_near_boundary(choices)) return;
  if (!at.values.is_finite(trial.answer()) || !at.values.is_finite(trial.truth())) return;
  const Measured truth = trial.truth_at(at.values), answer = trial.answer_at(at.values);
  Observation seen{at.point, choices, {}};
  for (Index k = 0; k < truth.value.size(); ++k) {
    seen.entries.push_back(verdict(answer, truth, k));
    if (seen.entries.back() == EntryVerdict::unclear) return;
  }
  observations_.push_back(std::move(seen));
  for (const Choices& of_node : choices) kept_ += of_node.size();
}

std::vector<Point> Survey::covering_points() const {
  std::map<std::array<std::size_t, 5>, int> covered;
  const auto cover = [&](const Observation& one) {
    bool is_new = false;
    for (std::size_t i = 0; i < one.choices.size(); ++i)
      for (std::size_t k = 0; k < one.choices[i].size(); k += 1 + one.choices[i].size() / surveyed_entries)
        for (std::size_t j = 0; j <= i; ++j) {
          if (one.choices[j].empty()) continue;
          const std::size_t l = one.choices[j].size() == one.choices[i].size() ? k : 0;
          const auto piece = static_cast<std::size_t>(one.choices[i][k].piece),
                     other = static_cast<std::size_t>(one.choices[j][l].piece);
          is_new = covered[{i, piece, j, other, k}]++ < times_covered || is_new;
        }
    return is_new;
  };
  std::vector<Point> points;
  for (const bool moderate : {true, false})
    for (const Observation& one : observations_)
      if (is_moderate(one.point) == moderate && points.size() < most_covering && cover(one))
        points.push_back(one.point);
  return points;
}

std::vector<Point> Survey::sample(std::size_t most) const {
  std::vector<Point> points;
  const std::size_t count = observations_.size(), step = 1 + 2 * count / std::max<std::size_t>(1, most);
  for (std::size_t k = 0; k < count; k += k + most / 2 < count ? step : 1)
    points.push_back(observations_[k].point);
  return points;
}

}  // namespace matgrad::grading
