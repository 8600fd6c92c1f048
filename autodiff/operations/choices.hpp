#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/piecewise_op.hpp"

namespace matgrad {

// How piecewise operations answer which piece they take.

inline long double greatest_entry(Inputs<long double> in) {
  long double greatest = 0;
  for (const ConstView<long double>& input : in)
    for (Index k = 0; k < input.size(); ++k) greatest = std::max(greatest, std::abs(input.data()[k]));
  return greatest;
}

/// Piece 1 where `difference` is positive, else 0; the kink lies where it is 0.
inline Choice side(long double difference, long double scale) {
  return {difference > 0 ? 1 : 0, scale > 0 ? std::abs(difference) / scale : 0};
}

/// The side of 0 on which each entry of the only input lies.
inline std::vector<Choice> sides_of_zero(Inputs<long double> in) {
  std::vector<Choice> found;
  const long double scale = greatest_entry(in);
  for (Index k = 0; k < in[0].size(); ++k) found.push_back(side(in[0].data()[k], scale));
  return found;
}

/// Which of two inputs is greater, entry by entry; a scalar goes with every entry.
inline std::vector<Choice> sides_of_each_other(Inputs<long double> in) {
  std::vector<Choice> found;
  const long double scale = greatest_entry(in);
  const Index size = in[0].size() == 1 ? in[1].size() : in[0].size();
  const auto entry = [&](std::size_t i, Index k) { return in[i].data()[in[i].size() == 1 ? 0 : k]; };
  for (Index k = 0; k < size; ++k) found.push_back(side(entry(0, k) - entry(1, k), scale));
  return found;
}

/// "x < 0", "x > 0".
inline std::string side_of_zero_text(const Expr& z, Index piece) {
  return to_text(z.input(0)) + (piece == 0 ? " < 0" : " > 0");
}

/// "a < b", "a > b".
inline std::string side_of_each_other_text(const Expr& z, Index piece) {
  return to_text(z.input(0)) + (piece == 0 ? " < " : " > ") + to_text(z.input(1));
}

/// Of many places in a lane neighbours count as one piece.
inline constexpr Index most_pieces = 16;
inline Index piece_of_place(Index place, Index length) {
  return length <= most_pieces ? place : place * most_pieces / length;
}

}  // namespace matgrad
