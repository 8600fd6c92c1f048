#include "matgrad/autodiff/check/grading/piece_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace matgrad::grading {
namespace {

constexpr std::size_t kept = 16;              // drawn points
constexpr std::size_t steps_between = 300;    // of halving between them
constexpr std::size_t steps_for_pairs = 400;  // and between the sides of boundaries
constexpr int halvings = 12;
constexpr int most_halvings = 26;  // where two operations change their pieces at nearly one place
constexpr std::size_t bases = 3;   // from which pieces are looked for
constexpr std::size_t most_attempts = 1500;
constexpr std::size_t most_beside = 500;
constexpr std::size_t most_pieces_in_pairs = 40;
constexpr int farthest = 20, nearest = -10;  // powers of 4

std::size_t differing(const std::vector<Choices>& a, const std::vector<Choices>& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += take_same_pieces({a[i]}, {b[i]}) ? 0 : 1;
  return count;
}

}  // namespace

PieceSearch::PieceSearch(std::span<const Trial> trials, const Coverage& coverage, Visit visit)
    : trials_(trials), coverage_(coverage), visit_(std::move(visit)) {
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    first_piece_.push_back(pieces_.size());
    for (std::size_t piece = 0; piece < coverage.piece_count(i); ++piece) pieces_.push_back({i, piece});
  }
  if (pieces_.size() <= most_pieces_in_pairs)
    together_.assign(pieces_.size(), std::vector<bool>(pieces_.size(), false));
}

std::vector<Choices> PieceSearch::choices_at(const EvaluatedPoint& at) const {
  return coverage_.choices(trial_of(at.point).evaluator(), at.values);
}

void PieceSearch::note(const EvaluatedPoint& at, const std::vector<Choices>& choices) {
  for (std::size_t i = 0; i < choices.size(); ++i)
    for (std::size_t k = 0; k < choices[i].size(); ++k) {
      if (choices[i][k].margin == 0) continue;
      const std::size_t piece = first_piece_[i] + static_cast<std::size_t>(choices[i][k].piece);
      if (!pieces_[piece].met) pieces_[piece].met = at;
      if (together_.empty()) continue;
      for (std::size_t j = 0; j < i; ++j)
        for (std::size_t l = 0; l < choices[j].size(); ++l) {
          const bool same_entry = choices[i].size() != choices[j].size() || k == l;
          if (!same_entry || choices[j][l].margin == 0) continue;
          together_[piece][first_piece_[j] + static_cast<std::size_t>(choices[j][l].piece)] = true;
        }
    }
}

void PieceSearch::add(const EvaluatedPoint& at) {
  const std::vector<Choices> choices = choices_at(at);
  note(at, choices);
  visit_(at, choices);
  if (drawn_.size() < kept) drawn_.push_back(at);
}

std::optional<EvaluatedPoint> PieceSearch::go_to(Point point) {
  const Trial& trial = trial_of(point);
  Evaluation<double> values = trial.evaluator().at<double>(point.values);
  EvaluatedPoint at{std::move(point), std::move(values)};
  if (failing_node<double>(trial.evaluator(), at.values, trial.domain())) return std::nullopt;
  const std::vector<Choices> choices = choices_at(at);
  note(at, choices);
  visit_(at, choices);
  return at;
}

void PieceSearch::walk() {
  std::size_t steps = steps_between;
  for (std::size_t i = 0; i + 1 < drawn_.size(); ++i)
    if (drawn_[i].point.functions == drawn_[i + 1].point.functions)
      halve(drawn_[i], drawn_[i + 1], halvings, steps);
  steps = steps_for_pairs;
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
    const std::optional<EvaluatedPoint> a = pieces_[i].met, b = pieces_[i + 1].met;
    if (!a || !b || pieces_[i].operation != pieces_[i + 1].operation) continue;
    std::size_t own = steps_for_pairs / pieces_.size() + static_cast<std::size_t>(2 * halvings);
    own = std::min(own, steps);
    steps -= own;
    if (a->point.functions == b->point.functions) halve(*a, *b, halvings, own);
    steps += own;
  }
}

void PieceSearch::halve(const EvaluatedPoint& a, const EvaluatedPoint& b, int depth, std::size_t& steps) {
  if (steps == 0) return;
  const std::size_t changes = differing(choices_at(a), choices_at(b));
  if (changes == 0 || depth <= halvings - most_halvings || (depth <= 0 && changes == 1)) return;
  --steps;
  Point middle = a.point;
  for (std::size_t i = 0; i < middle.values.size(); ++i)
    middle.values[i] = (a.point.values[i] + b.point.values[i]) / 2;
  const std::optional<EvaluatedPoint> between = go_to(std::move(middle));
  if (!between) return;
  halve(a, *between, depth - 1, steps);
  halve(*between, b, depth - 1, steps);
}

std::vector<std::size_t> PieceSearch::leaves_below(std::size_t operation) const {
  const Evaluator& evaluator = trials_.front().evaluator();
  std::vector<bool> below(coverage_.position(operation) + 1, false);
  below.back() = true;
  for (std::size_t i = below.size(); i-- > 0;)
    for (std::size_t k = 0; below[i] && k < evaluator.graph().nodes()[i].inputs().size(); ++k)
      if (evaluator.uses_value(i, k))
        below[evaluator.graph().position(evaluator.graph().nodes()[i].input(k))] = true;
  std::vector<std::size_t> leaves;
  for (std::size_t leaf = 0; leaf < evaluator.leaves().size(); ++leaf) {
    const std::size_t position = evaluator.graph().position(evaluator.leaves()[leaf]);
    if (position < below.size() && below[position]) leaves.push_back(leaf);
  }
  return leaves;
}

bool PieceSearch::takes(const Piece& piece, const Point& point) {
  ++attempts_;
  const Evaluator& evaluator = trial_of(point).evaluator();
  const auto values = evaluator.at<double>(point.values, coverage_.position(piece.operation));
  const Choices choices = coverage_.choices(piece.operation, evaluator, values);
  return std::ranges::any_of(
      choices, [&](const Choice& one) { return one.margin > 0 && one.piece == static_cast<Index>(piece.piece); });
}

/// Nearer points first, since far ones lose digits.
std::optional<EvaluatedPoint> PieceSearch::along(const Piece& piece, const EvaluatedPoint& from,
                                                 std::size_t leaf) {
  const Expr& moved = trial_of(from.point).evaluator().leaves()[leaf];
  for (int exponent = 1; exponent <= farthest - nearest; ++exponent) {
    const double factor = std::pow(4.0, exponent <= farthest ? exponent : farthest - exponent);
    for (const double signed_factor : {factor, -factor}) {
      if (attempts_ >= most_attempts) return std::nullopt;
      Point point = from.point;
      point.size = 0;
      point.values[leaf] *= signed_factor;
      if (!has_declared_facts(moved, point.values[leaf]) || !takes(piece, point)) continue;
      if (std::optional<EvaluatedPoint> found = go_to(std::move(point))) return found;
    }
  }
  return std::nullopt;
}

void PieceSearch::look_for(const Piece& piece) {
  const std::vector<std::size_t> leaves = leaves_below(piece.operation);
  for (std::size_t base = 0; base < std::min(bases, drawn_.size()); ++base)
    for (const std::size_t leaf : leaves) {
      const EvaluatedPoint from = drawn_[base];
      const std::optional<EvaluatedPoint> found = along(piece, from, leaf);
      if (!found) continue;
      std::size_t steps = static_cast<std::size_t>(4 * halvings);
      halve(from, *found, halvings, steps);
      return;
    }
}

/// The first point with the leaves of an operation as they are at the second, save those of another operation.
Point PieceSearch::joined(const EvaluatedPoint& first, std::size_t kept, const EvaluatedPoint& second,
                          std::size_t taken) const {
  const std::vector<std::size_t> own = leaves_below(kept);
  Point both = first.point;
  both.size = 0;
  for (const std::size_t leaf : leaves_below(taken))
    if (std::ranges::find(own, leaf) == own.end()) both.values[leaf] = second.point.values[leaf];
  return both;
}

/// Two pieces of operations on different leaves meet where each has its own; others may meet between.
void PieceSearch::look_for(std::size_t first, std::size_t second) {
  const EvaluatedPoint a = *pieces_[first].met, b = *pieces_[second].met;
  ++attempts_;
  go_to(joined(a, pieces_[first].operation, b, pieces_[second].operation));
  if (together_[first][second] || a.point.functions != b.point.functions) return;
  std::size_t steps = static_cast<std::size_t>(2 * halvings);
  attempts_ += steps;
  halve(a, b, halvings, steps);
}

/// The boundaries of an operation as they are where another one takes some piece.
void PieceSearch::walk_beside(const Piece& piece) {
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
    const std::size_t other = pieces_[i].operation;
    if (other == piece.operation || pieces_[i + 1].operation != other || attempts_ >= most_beside) continue;
    if (!pieces_[i].met || !pieces_[i + 1].met) continue;
    const auto a = go_to(joined(*piece.met, piece.operation, *pieces_[i].met, other)),
               b = go_to(joined(*piece.met, piece.operation, *pieces_[i + 1].met, other));
    std::size_t steps = static_cast<std::size_t>(halvings);
    attempts_ += 2 + steps;
    if (a && b) halve(*a, *b, halvings, steps);
  }
}

void PieceSearch::look_further() {
  for (std::size_t i = 0; i < pieces_.size(); ++i)
    if (!pieces_[i].met && coverage_.piece_count(pieces_[i].operation) > 1) look_for(Piece(pieces_[i]));
  attempts_ = 0;
  for (std::size_t i = 0; i < together_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (together_[i][j] || pieces_[i].operation == pieces_[j].operation || attempts_ >= most_attempts) continue;
      if (pieces_[i].met && pieces_[j].met) look_for(i, j);
    }
  attempts_ = 0;
  for (std::size_t i = 0; i < together_.size(); ++i)
    if (pieces_[i].met) walk_beside(Piece(pieces_[i]));
}

}  // namespace matgrad::grading
