#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "matgrad/autodiff/grade/evaluator.hpp"
#include "matgrad/autodiff/operations/piecewise_op.hpp"

namespace matgrad::grading {

/// What one piecewise operation chooses at a point.
using Choices = std::vector<Choice>;

/// Which pieces of the piecewise operations of a graph some points have reached.
class Coverage {
 public:
  explicit Coverage(const Evaluator& evaluator);

  bool anything_piecewise() const { return !nodes_.empty(); }
  bool is_complete() const { return missing_ == 0; }
  /// The piecewise operations, in order of evaluation.
  std::size_t size() const { return nodes_.size(); }
  const Expr& node(std::size_t i) const { return nodes_[i].node; }
  std::size_t position(std::size_t i) const { return nodes_[i].position; }
  std::size_t piece_count(std::size_t i) const { return nodes_[i].reached.size(); }
  /// The choices of all of them; none of an operation whose inputs have no value. `evaluator` has the graph of
  /// the constructor's, up to unspecified functions.
  template <class Scalar>
  std::vector<Choices> choices(const Evaluator& evaluator, const Evaluation<Scalar>& values) const;
  /// Those of the operation i alone.
  template <class Scalar>
  Choices choices(std::size_t i, const Evaluator& evaluator, const Evaluation<Scalar>& values) const;
  /// Whether a piece is among them that none has reached. What lies on a kink reaches none.
  bool is_new(const std::vector<Choices>& choices) const;
  void add(const std::vector<Choices>& choices);
  /// "x < 0" for each piece that was not reached although it may be taken, each text once.
  std::vector<std::string> unreached() const;

 private:
  struct Piecewise {
    std::size_t position;
    Expr node;
    std::vector<bool> reached;  // by piece
  };

  std::vector<Piecewise> nodes_;
  std::size_t missing_ = 0;
};

/// Whether an input lies so near to a kink that rounding may decide. One that lies on it exactly does so because
/// of the formula, wherever the point is.
bool is_near_kink(const std::vector<Choices>& choices);
bool is_at_kink(const std::vector<Choices>& choices);
bool take_same_pieces(const std::vector<Choices>& a, const std::vector<Choices>& b);

extern template Choices Coverage::choices(std::size_t, const Evaluator&, const Evaluation<double>&) const;
extern template std::vector<Choices> Coverage::choices(const Evaluator&, const Evaluation<double>&) const;
extern template std::vector<Choices> Coverage::choices(const Evaluator&, const Evaluation<long double>&) const;

}  // namespace matgrad::grading
