#pragma once

#include <compare>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"

namespace matgrad {

/// Where a matrix lies in a larger one: as the block whose first entry is (row, col); or its rows (columns) are
/// added to those that are listed, which may be the same.
struct PartPlace {
  enum class Kind { block, rows, columns };
  Kind kind = Kind::block;
  Index row = 0, col = 0;
  std::vector<Index> listed;

  friend auto operator<=>(const PartPlace&, const PartPlace&) = default;
};

/// Base beside Op for an operation whose result is the block of its first input at a place.
class BlockTaker {
 public:
  virtual PartPlace place_taken(const Expr& z) const = 0;

 protected:
  ~BlockTaker() = default;
};

/// Base beside Op for an operation whose result is zero but where inputs lie in it.
class Placer {
 public:
  /// The places of the inputs of which the value matters; these are the first ones.
  virtual std::vector<PartPlace> places(const Expr& z) const = 0;

 protected:
  ~Placer() = default;
};

inline const BlockTaker* block_taker(const Expr& z) { return dynamic_cast<const BlockTaker*>(&z.op()); }
inline const Placer* placer(const Expr& z) { return dynamic_cast<const Placer*>(&z.op()); }

}  // namespace matgrad
