#include "matgrad/autodiff/grade/piece_search.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/grade/search_budget.hpp"
#include "matgrad/autodiff/grade/value_range.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t kept = 16;              // drawn points
constexpr std::size_t steps_between = 300;    // of halving between them
constexpr std::size_t steps_for_pairs = 400;  // and between the sides of boundaries
constexpr int halvings = 12;
constexpr int most_halvings = 26;       // where two operations change their pieces at nearly one place
constexpr std::size_t tried_bases = 3;  // from which pieces are looked for
constexpr std::size_t most_found = 4;   // points of one of them
constexpr std::size_t attempts_at_least = 20, attempts_at_most = 1500;
constexpr std::size_t work_of_attempts = 40'000;  // as counted for the search for explanations
constexpr std::size_t looked_at = 16;             // entries of an operation in pairs
constexpr std::size_t most_pieces_in_pairs = 40;
// Powers of 4: for a piece that was not met, and for pairs of those that were.
constexpr int farthest_power = 20, nearest_power = -10, farthest_scale = 6, nearest_scale = -3;

std::size_t differing(const std::vector<Choices>& a, const std::vector<Choices>& b) {
  std::size_t count = 0;
  const auto same = [](const Choice& one, const Choice& other) { return one.piece == other.piece; };
  for (std::size_t i = 0; i < a.size(); ++i) count += std::ranges::equal(a[i], b[i], same) ? 0 : 1;
  return count;
}

}  // namespace

PieceSearch::PieceSearch(std::span<const Trial> trials, const Coverage& coverage, Visit visit)
    : trials_(trials), coverage_(coverage), visit_(std::move(visit)) {
  std::size_t entries = 0;
  for (std::size_t i = 0; i < coverage.size(); ++i) {
    first_piece_.push_back(pieces_.size());
    for (std::size_t piece = 0; piece < coverage.piece_count(i); ++piece) pieces_.push_back({i, piece});
    entries += static_cast<std::size_t>(coverage.node(i).shape().size());
  }
  if (pieces_.size() <= most_pieces_in_pairs)
    together_.assign(pieces_.size(), std::vector<bool>(pieces_.size(), false));
  const std::size_t work = evaluation_work(trials.front().evaluator().graph()) + entries / 4;
  most_attempts_ =
      std::clamp(work_of_attempts / std::max<std::size_t>(1, work), attempts_at_least, attempts_at_most);
}

void PieceSearch::note(const SeenPtr& seen) {
  for (std::size_t i = 0; i < seen->choices.size(); ++i)
    for (const Choice& one : seen->choices[i]) {
      Piece& piece = pieces_[first_piece_[i] + static_cast<std::size_t>(one.piece)];
      if (one.margin > 0 && !piece.met) piece.met = seen;
    }
  if (!together_.empty()) note_pairs(seen->choices);
}

void PieceSearch::note_pairs(const std::vector<Choices>& choices) {
  for (std::size_t i = 0; i < choices.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const std::size_t size = choices[i].size(), other = choices[j].size();
      if (size == 0 || other == 0) continue;
      const std::size_t step = std::max<std::size_t>(1, std::max(size, other) / looked_at);
      for (std::size_t k = 0; k < std::max(size, other); k += step) {
        const Choice &a = choices[i][k % size], &b = choices[j][k % other];
        if (a.margin == 0 || b.margin == 0) continue;
        together_[first_piece_[i] + static_cast<std::size_t>(a.piece)]
                 [first_piece_[j] + static_cast<std::size_t>(b.piece)] = true;
      }
    }
}

PieceSearch::SeenPtr PieceSearch::visited(EvaluatedPoint at) {
  std::vector<Choices> choices = coverage_.choices(trial_of(at.point).evaluator(), at.values);
  const auto seen = std::make_shared<const Seen>(Seen{std::move(at), std::move(choices)});
  note(seen);
  visit_(seen->at, seen->choices);
  return seen;
}

void PieceSearch::add(const EvaluatedPoint& at) {
  const SeenPtr seen = visited(at);
  if (drawn_.size() < kept) drawn_.push_back(seen);
}

PieceSearch::SeenPtr PieceSearch::go_to(Point point) {
  const Trial& trial = trial_of(point);
  Evaluation<double> values = trial.evaluator().at<double>(point.values);
  if (failing_node<double>(trial.evaluator(), values, trial.domain())) return nullptr;
  return visited({std::move(point), std::move(values)});
}

void PieceSearch::walk() {
  std::size_t steps = std::min(steps_between, std::max<std::size_t>(100, most_attempts_));
  for (std::size_t i = 0; i + 1 < drawn_.size(); ++i)
    if (drawn_[i]->at.point.functions == drawn_[i + 1]->at.point.functions)
      halve(*drawn_[i], *drawn_[i + 1], halvings, steps);
  steps = std::min(steps_for_pairs, most_attempts_);
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
    const SeenPtr a = pieces_[i].met, b = pieces_[i + 1].met;
    if (!a || !b || pieces_[i].operation != pieces_[i + 1].operation) continue;
    std::size_t own = steps_for_pairs / pieces_.size() + static_cast<std::size_t>(2 * halvings);
    own = std::min(own, steps);
    steps -= own;
    if (a->at.point.functions == b->at.point.functions) halve(*a, *b, halvings, own);
    steps += own;
  }
}

void PieceSearch::halve(const Seen& a, const Seen& b, int depth, std::size_t& steps) {
  if (steps == 0) return;
  const std::size_t changes = differing(a.choices, b.choices);
  if (changes == 0 || depth <= halvings - most_halvings || (depth <= 0 && changes == 1)) return;
  --steps;
  Point middle = a.at.point;
  for (std::size_t i = 0; i < middle.values.size(); ++i)
    middle.values[i] = (a.at.point.values[i] + b.at.point.values[i]) / 2;
  const SeenPtr between = go_to(std::move(middle));
  if (!between) return;
  halve(a, *between, depth - 1, steps);
  halve(*between, b, depth - 1, steps);
}

std::vector<std::size_t> PieceSearch::leaves_below(std::size_t operation) const {
  const Evaluator& evaluator = trials_.front().evaluator();
  return evaluator.marked_leaves(evaluator.with_values_below(coverage_.node(operation)));
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
PieceSearch::SeenPtr PieceSearch::along(const Piece& piece, const Seen& from, std::size_t leaf) {
  const Expr& moved = trial_of(from.at.point).evaluator().leaves()[leaf];
  for (int exponent = 1; exponent <= farthest_power - nearest_power; ++exponent) {
    const double factor = std::pow(4.0, exponent <= farthest_power ? exponent : farthest_power - exponent);
    for (const double signed_factor : {factor, -factor}) {
      if (attempts_ >= most_attempts_) return nullptr;
      Point point = from.at.point;
      point.size = 0;
      point.values[leaf] *= signed_factor;
      if (!has_declared_facts(moved, point.values[leaf]) || !takes(piece, point)) continue;
      if (SeenPtr found = go_to(std::move(point))) return found;
    }
  }
  return nullptr;
}

/// Along several leaves, since on one line other conditions may look the same.
void PieceSearch::look_for(const Piece& piece) {
  const std::vector<std::size_t> leaves = leaves_below(piece.operation);
  std::size_t count = 0;
  for (std::size_t base = 0; base < std::min(tried_bases, drawn_.size()); ++base)
    for (const std::size_t leaf : leaves) {
      const SeenPtr found = along(piece, *drawn_[base], leaf);
      if (!found) continue;
      std::size_t steps = static_cast<std::size_t>(4 * halvings);
      halve(*drawn_[base], *found, halvings, steps);
      if (++count == most_found) return;
    }
}

/// The first point with the leaves of an operation as they are at the second, save those of another operation.
Point PieceSearch::joined(const Seen& first, std::size_t kept, const Seen& second, std::size_t taken) const {
  const std::vector<std::size_t> own = leaves_below(kept);
  Point both = first.at.point;
  both.size = 0;
  for (const std::size_t leaf : leaves_below(taken))
    if (std::ranges::find(own, leaf) == own.end()) both.values[leaf] = second.at.point.values[leaf];
  return both;
}

/// Two pieces of operations on different leaves meet where each has its own; others may meet between.
void PieceSearch::look_for(std::size_t first, std::size_t second) {
  const SeenPtr a = pieces_[first].met, b = pieces_[second].met;
  ++attempts_;
  go_to(joined(*a, pieces_[first].operation, *b, pieces_[second].operation));
  if (together_[first][second] || a->at.point.functions != b->at.point.functions) return;
  std::size_t steps = static_cast<std::size_t>(2 * halvings);
  attempts_ += steps;
  halve(*a, *b, halvings, steps);
}

bool PieceSearch::lacks_pair(std::size_t number) const {
  for (std::size_t other = 0; other < pieces_.size(); ++other)
    if (pieces_[other].operation != pieces_[number].operation && pieces_[other].met &&
        !together_[std::max(number, other)][std::min(number, other)])
      return true;
  return false;
}

/// What few points take meets other pieces where a leaf is scaled: from t = −0.1 on, t < 0 meets |t| > 2.
void PieceSearch::scale_leaves(std::size_t number) {
  const Piece piece = pieces_[number];
  for (const std::size_t leaf : leaves_below(piece.operation))
    for (int exponent = nearest_scale; exponent <= farthest_scale && lacks_pair(number); ++exponent) {
      if (++attempts_ > most_attempts_) return;
      Point point = piece.met->at.point;
      point.size = 0;
      point.values[leaf] *= std::pow(4.0, exponent);
      const Expr& scaled = trial_of(point).evaluator().leaves()[leaf];
      if (exponent != 0 && has_declared_facts(scaled, point.values[leaf])) go_to(std::move(point));
    }
}

/// The boundaries of an operation as they are where another one takes some piece.
void PieceSearch::walk_beside(const Piece& piece) {
  for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
    const std::size_t other = pieces_[i].operation;
    if (other == piece.operation || pieces_[i + 1].operation != other || attempts_ >= most_attempts_ / 3) continue;
    if (!pieces_[i].met || !pieces_[i + 1].met) continue;
    const SeenPtr a = go_to(joined(*piece.met, piece.operation, *pieces_[i].met, other)),
                  b = go_to(joined(*piece.met, piece.operation, *pieces_[i + 1].met, other));
    std::size_t steps = static_cast<std::size_t>(halvings);
    attempts_ += 2 + steps;
    if (a && b) halve(*a, *b, halvings, steps);
  }
}

void PieceSearch::look_further() {
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece piece = pieces_[i];
    if (piece.met || coverage_.piece_count(piece.operation) == 1 || attempts_ >= most_attempts_) continue;
    if (may_take(coverage_.node(piece.operation), static_cast<Index>(piece.piece))) look_for(piece);
  }
  attempts_ = 0;
  for (std::size_t i = 0; i < together_.size(); ++i)
    if (pieces_[i].met) scale_leaves(i);
  attempts_ = 0;
  for (std::size_t i = 0; i < together_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      if (together_[i][j] || pieces_[i].operation == pieces_[j].operation || attempts_ >= most_attempts_) continue;
      if (pieces_[i].met && pieces_[j].met) look_for(i, j);
    }
  attempts_ = 0;
  for (std::size_t i = 0; i < together_.size(); ++i)
    if (pieces_[i].met) walk_beside(Piece(pieces_[i]));
}

}  // namespace matgrad::grading
