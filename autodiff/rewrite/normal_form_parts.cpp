#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"

namespace matgrad {
namespace {

// Through this many sums, multiples and transposes, one inside the other: no recursion over a user's graph.
constexpr int deepest_block = 8;

enum class Meeting { none, inside, partly };

Meeting meeting(const MatrixBlock& wanted, const MatrixBlock& given) {
  const auto apart = [](Index a, Index length, Index b, Index other) { return a + length <= b || b + other <= a; };
  if (apart(wanted.row, wanted.size.rows, given.row, given.size.rows) ||
      apart(wanted.col, wanted.size.cols, given.col, given.size.cols))
    return Meeting::none;
  const auto within = [](Index a, Index length, Index b, Index other) {
    return b <= a && a + length <= b + other;
  };
  return within(wanted.row, wanted.size.rows, given.row, given.size.rows) &&
                 within(wanted.col, wanted.size.cols, given.col, given.size.cols)
             ? Meeting::inside
             : Meeting::partly;
}

}  // namespace

Expr NormalFormBuilder::taken(const Expr& node) {
  const PartPlace place = block_taker(node)->place_taken(node);
  const MatrixBlock block{place.row, place.col, node.shape()};
  if (const std::optional<Expr> simpler = block_of(node.input(0), block, 0)) return *simpler;
  return interner_.intern(slice(node.input(0), block.row, block.col, block.size.rows, block.size.cols));
}

std::optional<Expr> NormalFormBuilder::block_of(const Expr& source, MatrixBlock block, int depth) {
  Expr from = source;
  const auto as_slice = [&]() -> std::optional<Expr> {
    if (from == source) return std::nullopt;
    return interner_.intern(slice(from, block.row, block.col, block.size.rows, block.size.cols));
  };
  while (true) {
    if (from.shape() == block.size) return from;
    if (is_zero(from) || block.size.size() == 0) return zero(block.size);
    if (is_ones(from))
      return interner_.intern(block.size.is_scalar() ? constant(1.0) : ones(block.size.rows, block.size.cols));
    if (const auto value = constant_value(from)) {
      const Eigen::MatrixXd part = value->block(block.row, block.col, block.size.rows, block.size.cols);
      if ((part.array() == 0).all()) return zero(block.size);
      return interner_.intern(block.size.is_scalar() ? constant(part(0, 0)) : constant(part));
    }
    if (is_identity(from) &&
        (block.row + block.size.rows <= block.col || block.col + block.size.cols <= block.row))
      return zero(block.size);
    if (const BlockTaker* taker = block_taker(from)) {
      const PartPlace inner = taker->place_taken(from);
      block = {block.row + inner.row, block.col + inner.col, block.size};
      from = Expr(from.input(0));
      continue;
    }
    if (const Placer* placing = placer(from)) {
      const std::vector<PartPlace> places = placing->places(from);
      std::optional<Expr> part;
      for (std::size_t i = 0; i < places.size() && !part; ++i) {
        const MatrixBlock given{places[i].row, places[i].col, from.input(i).shape()};
        const Meeting met = meeting(block, given);
        if (met == Meeting::partly || places[i].kind != PartPlace::Kind::block) return as_slice();
        if (met == Meeting::none) continue;
        block = {block.row - given.row, block.col - given.col, block.size};
        part = from.input(i);
      }
      if (!part) return zero(block.size);
      from = *part;
      continue;
    }
    const std::optional<Expr> inside = depth < deepest_block ? block_inside(from, block, depth + 1) : std::nullopt;
    return inside ? inside : as_slice();
  }
}

/// The block of a transpose, a multiple or a sum, from the same block of what is inside: of a sum only where no
/// more than one term reaches it, so that nothing is added up twice.
std::optional<Expr> NormalFormBuilder::block_inside(const Expr& source, MatrixBlock block, int depth) {
  if (is_transpose(source)) {
    const MatrixBlock turned{block.col, block.row, block.size.transposed()};
    const std::optional<Expr> inner = block_of(source.input(0), turned, depth);
    return inner ? std::optional(transpose(*inner)) : std::nullopt;
  }
  if (SplitProduct parts = split_product(source); is_product(source) && parts.chain.size() == 1) {
    const std::optional<Expr> inner = block_of(parts.chain[0], block, depth);
    if (!inner) return std::nullopt;
    parts.scalars.push_back(*inner);
    return product(parts.scalars, block.size);
  }
  const std::vector<double>* coefficients = sum_coefficients(source);
  if (coefficients == nullptr) return std::nullopt;
  std::optional<Expr> reached;
  for (std::size_t i = 0; i < coefficients->size(); ++i) {
    if (source.input(i).shape() != source.shape()) return std::nullopt;
    const std::optional<Expr> inner = block_of(source.input(i), block, depth);
    const bool is_empty = inner && (is_zero(*inner) || number_value(*inner) == 0.0);
    if (!inner || (reached && !is_empty)) return std::nullopt;
    if (!is_empty) reached = scaled((*coefficients)[i], *inner);
  }
  return reached ? reached : zero(block.size);
}

}  // namespace matgrad
