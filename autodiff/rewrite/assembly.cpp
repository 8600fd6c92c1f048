#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/selection.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

/// Inputs: the pieces, and last what they are added to, if there is such.
class Assembly final : public OpOf<Assembly>, public Instruction {
 public:
  static constexpr std::string_view function = "assembly";

  Assembly(std::vector<PartPlace> places, const std::vector<Expr>& pieces, bool accumulates, Shape shape)
      : places_(std::move(places)), accumulates_(accumulates), shape_(shape) {
    for (const Expr& piece : pieces) entries_ += piece.shape().size();
    if (!accumulates_) find_overlaps(pieces);
  }

  auto attributes() const {
    std::vector<Index> codes;
    for (const PartPlace& place : places_) {
      codes.insert(codes.end(), {static_cast<Index>(place.kind), place.row, place.col, std::ssize(place.listed)});
      codes.insert(codes.end(), place.listed.begin(), place.listed.end());
    }
    return std::tuple(std::move(codes), accumulates_, shape_.rows, shape_.cols);
  }
  std::string label() const override {
    return "assembly[" + std::to_string(places_.size()) + (accumulates_ ? ", + C]" : "]");
  }
  Shape shape(std::span<const Expr>) const override { return shape_; }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (!accumulates_ && !(covers_ && is_disjoint_)) out.setZero();
    if (accumulates_ && in.back().data() != out.data()) out = in.back();
    for (std::size_t i = 0; i < places_.size(); ++i) write(places_[i], in[i], out);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override {
    const Expr whole = zeros(shape_.rows, shape_.cols);
    std::vector<Expr> terms;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const PartPlace& place = places_[i];
      if (place.kind == PartPlace::Kind::block)
        terms.push_back(matgrad::place(in[i], place.row, place.col, whole));
      else
        terms.push_back(place.kind == PartPlace::Kind::rows ? scatter_add_rows(in[i], place.listed, whole)
                                                            : scatter_add_columns(in[i], place.listed, whole));
    }
    if (accumulates_) terms.push_back(in.back());
    return weighted_sum(std::vector<double>(terms.size(), 1), terms);
  }
  double cost(const Expr&) const override {
    const bool fills = !accumulates_ && !(covers_ && is_disjoint_);
    return static_cast<double>(entries_ + (fills ? shape_.size() : 0));
  }
  bool may_overwrite(std::size_t i) const override { return accumulates_ && i == places_.size(); }

 private:
  /// Whether each entry belongs to at most one piece, and whether to at least one.
  void find_overlaps(const std::vector<Expr>& pieces) {
    Matrix<float> times = Matrix<float>::Zero(shape_.rows, shape_.cols);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Matrix<float> ones = Matrix<float>::Ones(pieces[i].rows(), pieces[i].cols());
      add(places_[i], ConstView<float>(ones.data(), ones.rows(), ones.cols()),
          View<float>(times.data(), times.rows(), times.cols()));
    }
    is_disjoint_ = (times.array() <= 1).all();
    covers_ = (times.array() >= 1).all();
  }

  template <class Scalar>
  void write(const PartPlace& place, const ConstView<Scalar>& piece, View<Scalar> out) const {
    if (is_disjoint_ && place.kind == PartPlace::Kind::block)
      out.block(place.row, place.col, piece.rows(), piece.cols()) = piece;
    else
      add(place, piece, out);
  }

  template <class Scalar>
  static void add(const PartPlace& place, const ConstView<Scalar>& piece, View<Scalar> out) {
    if (place.kind == PartPlace::Kind::block) out.block(place.row, place.col, piece.rows(), piece.cols()) += piece;
    for (std::size_t k = 0; k < place.listed.size(); ++k) {
      const auto from = static_cast<Index>(k);
      if (place.kind == PartPlace::Kind::rows)
        out.row(place.listed[k]) += piece.row(from);
      else
        out.col(place.listed[k]) += piece.col(from);
    }
  }

  std::vector<PartPlace> places_;
  bool accumulates_;
  Shape shape_;
  Index entries_ = 0;
  bool is_disjoint_ = false, covers_ = false;
};

}  // namespace

Expr assembly(const std::vector<PlacedPiece>& pieces, Shape shape, const std::optional<Expr>& base) {
  std::vector<PartPlace> places;
  std::vector<Expr> inputs;
  for (const PlacedPiece& piece : pieces) {
    places.push_back(piece.place);
    inputs.push_back(piece.value);
  }
  const auto op = std::make_shared<Assembly>(std::move(places), inputs, base.has_value(), shape);
  if (base) inputs.push_back(*base);
  return Expr(op, std::move(inputs));
}

}  // namespace matgrad
