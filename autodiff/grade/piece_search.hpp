#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "matgrad/autodiff/grade/coverage.hpp"
#include "matgrad/autodiff/grade/domain_correction.hpp"
#include "matgrad/autodiff/grade/trial.hpp"

namespace matgrad::grading {

/// Looks for points of all pieces, and pairs of pieces, of what is piecewise in question and answer: between
/// drawn points, and far from them, along one leaf after the other. Each point that it finds inside the domain is
/// visited. Ends after a number of evaluations.
class PieceSearch {
 public:
  using Visit = std::function<void(const EvaluatedPoint& at, const std::vector<Choices>& choices)>;

  /// `trials` differ in what stands for unspecified functions; `coverage` is of the first.
  PieceSearch(std::span<const Trial> trials, const Coverage& coverage, Visit visit);

  /// How many evaluations each part of the search may take; less where one takes long.
  std::size_t most_attempts() const { return most_attempts_; }

  /// Visits a point that was drawn.
  void add(const EvaluatedPoint& at);
  /// Halves the way between drawn points, and between those of the two sides of each boundary: of narrow pieces
  /// no point is drawn.
  void walk();
  /// Looks for pieces that were not met, and for pairs of them.
  void look_further();

 private:
  /// A point with what is chosen there.
  struct Seen {
    EvaluatedPoint at;
    std::vector<Choices> choices;
  };
  using SeenPtr = std::shared_ptr<const Seen>;
  /// A piece of an operation with the first point at which it was met.
  struct Piece {
    std::size_t operation, piece;
    SeenPtr met{};
  };

  const Trial& trial_of(const Point& point) const { return trials_[point.functions]; }
  SeenPtr visited(EvaluatedPoint at);
  /// Visits a point if it lies inside the domain.
  SeenPtr go_to(Point point);
  void note(const SeenPtr& seen);
  void note_pairs(const std::vector<Choices>& choices);
  void halve(const Seen& a, const Seen& b, int depth, std::size_t& steps);
  void look_for(const Piece& piece);
  SeenPtr along(const Piece& piece, const Seen& from, std::size_t leaf);
  bool takes(const Piece& piece, const Point& point);
  Point joined(const Seen& first, std::size_t kept, const Seen& second, std::size_t taken) const;
  void look_for(std::size_t first, std::size_t second);
  bool lacks_pair(std::size_t number) const;
  void scale_leaves(std::size_t number);
  void walk_beside(const Piece& piece);
  std::vector<std::size_t> leaves_below(std::size_t operation) const;

  std::span<const Trial> trials_;
  const Coverage& coverage_;
  Visit visit_;
  std::vector<Piece> pieces_;
  std::vector<std::size_t> first_piece_;     // by operation
  std::vector<std::vector<bool>> together_;  // whether two pieces were met at one entry
  std::vector<SeenPtr> drawn_;               // between which the search walks
  std::size_t most_attempts_;
  std::size_t attempts_ = 0;
};

}  // namespace matgrad::grading
