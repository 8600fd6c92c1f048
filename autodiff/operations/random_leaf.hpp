#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/graph.hpp"

namespace matgrad {

// How random leaves get values. As written a leaf has none. Before lowering each one is replaced by a draw: an
// internal operation with the leaf's number and, as its last input, the random state, which is seed and run number
// in 16-bit pieces, so that every scalar type holds them exactly.

inline constexpr Index random_state_size = 8;

/// Writes seed and run number as the value of a random state.
template <class Scalar>
void write_random_state(std::uint64_t seed, std::uint64_t run_number, Scalar* state) {
  for (const std::uint64_t word : {seed, run_number})
    for (int piece = 0; piece < 4; ++piece) *state++ = static_cast<Scalar>((word >> (16 * piece)) & 0xffff);
}

/// Whether `expr` is the random state, which a Workspace gives. By itself its value is seed 0, run 0.
bool is_random_state(const Expr& expr);

/// Whether `expr` has another value in each run by itself: a random leaf as written, or the random state.
bool is_drawn(const Expr& expr);

/// A second base of the operations of random leaves.
class RandomLeafOp {
 public:
  /// The draw of this number: an operation on the leaf's inputs and the random state.
  virtual OpPtr draw(std::uint32_t number) const = 0;

 protected:
  ~RandomLeafOp() = default;
};

/// The numbers of the random leaves of a graph, counted from 1 in order of evaluation. A leaf is known by its
/// operation, so it keeps its number where substitution has changed its shape.
class LeafNumbers {
 public:
  explicit LeafNumbers(const Graph& graph);

  bool empty() const { return numbers_.empty(); }
  /// The draw of a random leaf; null for other nodes.
  OpPtr draw(const Expr& node) const;

 private:
  std::unordered_map<const Op*, std::uint32_t> numbers_;
};

/// Where seed and run number come from: the Workspace, or they are 0 for good.
enum class DrawnBy { workspace, nobody };

/// `roots` with their random leaves replaced by draws, numbered together.
std::vector<Expr> with_draws(const std::vector<Expr>& roots, DrawnBy by);
/// The same for a graph that has some, with their numbers.
std::vector<Expr> with_draws(const Graph& graph, const LeafNumbers& numbers, DrawnBy by);

}  // namespace matgrad
