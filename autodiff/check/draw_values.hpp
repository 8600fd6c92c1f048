#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/leaf_values.hpp"

namespace matgrad {

/// How draw_values draws.
struct DrawOptions {
  std::uint64_t seed = 1;
  int most_draws = 100;
};

/// Values that were drawn, and how.
struct DrawnValues {
  LeafValues<> values;               // of the leaves that had none, in order of first use
  std::vector<Expr> positive_bases;  // leaves drawn positive because powers are taken of what they make up
  /// A matrix of which the determinant is taken and that is singular to working precision, as in every draw.
  std::optional<Expr> singular = {};
  int draws = 0;
  std::uint64_t seed = 0;
};

/// Draws values for the leaves of `exprs` that are not among `given`, anew up to `most_draws` times, until all of
/// `exprs` are finite and what they invert or factor is regular: its reciprocal condition number, after scaling,
/// is above n ε. Pass the gradients too where they must be finite. Facts declared for a leaf hold; what
/// stands under a power that needs it is drawn positive; magnitudes lie mostly in [0.2, 1.5], later draws also try
/// positive, small, large and positive definite values. Equal seeds give equal values, on every machine.
///
/// Throws DomainError if no draw serves: it names the operation whose domain was missed, or a matrix that is
/// singular whatever the values are. With nothing to draw, the
/// given values are checked, and the error is the one that evaluation meets, NonFiniteError or SingularError.
DrawnValues draw_values(std::span<const Expr> exprs, const LeafValues<>& given, const DrawOptions& options = {});

/// One line: "x (6×1), W (3×6) not given: drawn at random with seed 1"; empty if nothing was drawn.
std::string to_text(const DrawnValues& drawn);

}  // namespace matgrad
