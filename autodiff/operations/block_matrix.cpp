#include "matgrad/autodiff/operations/block_matrix.hpp"

#include <span>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"

namespace matgrad {
namespace {

Shape joined_diagonally(std::string_view function, std::span<const Expr> blocks) {
  if (blocks.empty()) throw ShapeError(std::string(function) + ": no blocks: give at least one matrix");
  Shape total{0, 0};
  for (const Expr& block : blocks) total = {total.rows + block.rows(), total.cols + block.cols()};
  return total;
}

class BlockDiagonal final : public OpOf<BlockDiagonal>, public Placer {
 public:
  static constexpr std::string_view function = "block_diagonal";

  Shape shape(std::span<const Expr> inputs) const override { return joined_diagonally(function, inputs); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out.setZero();
    Index row = 0, col = 0;
    for (const auto& block : in) {
      out.block(row, col, block.rows(), block.cols()) = block;
      row += block.rows();
      col += block.cols();
    }
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    return diagonal_block(adjoint, i, {z.inputs().begin(), z.inputs().end()});
  }
  std::vector<PartPlace> places(const Expr& z) const override {
    std::vector<PartPlace> places;
    Shape begin{0, 0};
    for (const Expr& block : z.inputs()) {
      places.push_back({PartPlace::Kind::block, begin.rows, begin.cols, {}});
      begin = {begin.rows + block.rows(), begin.cols + block.cols()};
    }
    return places;
  }
};

/// Input 0 is cut; the other inputs are the blocks, by shape only, because where it cuts must follow their shapes.
class DiagonalBlock final : public OpOf<DiagonalBlock>, public BlockTaker {
 public:
  static constexpr std::string_view function = "diagonal_block";

  explicit DiagonalBlock(std::size_t i) : i_(i) {}

  auto attributes() const { return std::tuple(i_); }
  Shape shape(std::span<const Expr> inputs) const override {
    const auto blocks = inputs.subspan(1);
    const Shape whole = joined_diagonally(function, blocks);
    if (inputs[0].shape() != whole)
      throw ShapeError(std::string(function) + ": " + described(inputs[0]) +
                       " has not the shape of the block diagonal matrix, " + to_string(whole));
    if (i_ >= blocks.size())
      throw ShapeError(std::string(function) + ": there is no block " + std::to_string(i_) + " of " +
                       std::to_string(blocks.size()) + " in " + described(inputs[0]) + ", counted from 0");
    return blocks[i_].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Index row = 0, col = 0;
    for (std::size_t k = 0; k < i_; ++k) {
      row += in[k + 1].rows();
      col += in[k + 1].cols();
    }
    out = in[0].block(row, col, out.rows(), out.cols());
  }
  ValueRange value_range() const override { return ValueRange::of_first_input; }
  Expr vjp(std::size_t k, const Expr& z, const Expr& adjoint) const override {
    if (k > 0) return zeros_like(z.input(k));
    std::vector<Expr> blocks(z.inputs().begin() + 1, z.inputs().end());
    for (std::size_t j = 0; j < blocks.size(); ++j) blocks[j] = j == i_ ? adjoint : zeros_like(blocks[j]);
    return block_diagonal(blocks);
  }
  bool uses_value(std::size_t k) const override { return k == 0; }
  PartPlace place_taken(const Expr& z) const override {
    PartPlace place;
    for (std::size_t k = 0; k < i_; ++k) {
      place.row += z.input(k + 1).rows();
      place.col += z.input(k + 1).cols();
    }
    return place;
  }

 private:
  std::size_t i_;
};

}  // namespace

Expr block(std::initializer_list<std::initializer_list<Operand>> block_rows) {
  std::vector<Expr> rows;
  for (const auto& row : block_rows) rows.push_back(concatenate_horizontally(row));
  if (rows.empty()) throw ShapeError("block: no blocks: give at least one matrix");
  const Operand& first = *block_rows.begin()->begin();
  return concatenate_vertically(rows, first.file(), first.line());
}

Expr block(const std::vector<std::vector<Expr>>& block_rows, const char* file, int line) {
  std::vector<Expr> rows;
  for (const auto& row : block_rows) rows.push_back(concatenate_horizontally(row, file, line));
  if (rows.empty()) throw ShapeError("block: no blocks: give at least one matrix");
  return concatenate_vertically(rows, file, line);
}

Expr block_diagonal(std::initializer_list<Operand> blocks) { return apply(shared<BlockDiagonal>(), blocks); }

Expr block_diagonal(const std::vector<Expr>& blocks, const char* file, int line) {
  return matgrad::apply(shared<BlockDiagonal>(), blocks, file, line);
}

Expr diagonal_block(const Operand& a, std::size_t i, const std::vector<Expr>& blocks) {
  std::vector<Operand> operands{a};
  for (const Expr& block : blocks) operands.emplace_back(block, a.file(), a.line());
  return matgrad::apply(std::make_shared<DiagonalBlock>(i), std::span<const Operand>(operands));
}

}  // namespace matgrad
