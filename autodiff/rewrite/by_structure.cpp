#include "matgrad/autodiff/rewrite/by_structure.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/cholesky_factor.hpp"
#include "matgrad/autodiff/operations/scaled_product.hpp"

namespace matgrad {
namespace {

/// The sum of the logarithms of d₁, …, dₙ, or their product where that is what `function` asks for, and whether
/// their product is one of which `function` has a value.
template <class Scalar>
bool determine(std::string_view function, const auto& d, Scalar& result) {
  if (function == "determinant") {
    ScaledProduct<Scalar> product;
    for (Index i = 0; i < d.size(); ++i) product *= d(i);
    result = product.value();
    return true;
  }
  if ((d.array() == 0).any()) return false;
  if (function == "log_det" && (d.array() < 0).count() % 2 != 0) return false;
  result = d.array().abs().log().sum();
  return true;
}

/// (L Lᵀ)⁻¹ = XᵀX with X = L⁻¹, in panels of columns that leave out the zeros.
template <class Scalar>
void invert_factored(const Matrix<Scalar>& l, View<Scalar> out) {
  constexpr Index width = 64;
  const Index n = l.rows();
  Matrix<Scalar> x = Matrix<Scalar>::Identity(n, n);
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first;
    auto panel = x.block(first, first, rest, std::min(width, rest));
    l.bottomRightCorner(rest, rest).template triangularView<Eigen::Lower>().solveInPlace(panel);
  }
  for (Index first = 0; first < n; first += width) {
    const Index rest = n - first, size = std::min(width, rest);
    out.block(first, 0, size, first + size).noalias() =
        x.block(first, first, rest, size).transpose() * x.block(first, 0, rest, first + size);
  }
  for (Index j = 1; j < n; ++j) out.col(j).head(j) = out.row(j).head(j).transpose();
}

class ByStructure final : public OpOf<ByStructure> {
 public:
  static constexpr std::string_view function = "by_structure";

  ByStructure(Structure structure, OpPtr original) : structure_(structure), original_(std::move(original)) {}

  auto attributes() const {
    static constexpr const char* names[] = {"diagonal", "triangular", "symmetric"};
    return std::tuple(std::string(names[static_cast<int>(structure_)]), std::string(original_->name()));
  }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const bool finite = std::ranges::all_of(in, [](const auto& input) { return input.allFinite(); });
    if (!finite || !succeeds(in, out) || !out.allFinite()) original_->evaluate(in, out);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }

  // As the operations themselves do, it leaves out the logarithms or products of a determinant's pivots.
  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows()), entries = static_cast<double>(z.shape().size());
    const std::string_view wanted = original_->name();
    const bool symmetric = structure_ == Structure::symmetric;
    if (wanted == "inverse") return symmetric ? n * n * n : entries;
    if (wanted == "solve") return symmetric ? n * n * n / 3 + 2 * n * entries : entries;
    return symmetric ? n * n * n / 3 : 0;
  }

 private:
  template <class Scalar>
  bool succeeds(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& a = in[0];
    const std::string_view wanted = original_->name();
    const bool is_number = wanted != "inverse" && wanted != "solve";
    if (structure_ != Structure::symmetric) {
      const auto d = a.diagonal();
      if (is_number) return determine(wanted, d, out(0, 0));
      if ((d.array() == 0).any()) return false;
      if (wanted == "inverse") {
        out.setZero();
        out.diagonal() = d.cwiseInverse();
      } else {
        for (Index j = 0; j < out.cols(); ++j) out.col(j) = in[1].col(j).cwiseQuotient(d);
      }
      return true;
    }
    if ((a.diagonal().array() <= 0).any()) return false;
    Matrix<Scalar> l = Scalar(0.5) * a + Scalar(0.5) * a.transpose();
    if (factor_cholesky(View<Scalar>(l.data(), l.rows(), l.cols())) < l.rows()) return false;
    if (is_number) {
      const auto d = l.diagonal();
      Scalar root = 0;
      if (!determine(wanted, d, root)) return false;
      out(0, 0) = wanted == "determinant" ? root * root : 2 * root;
    } else if (wanted == "inverse") {
      invert_factored(l, out);
    } else if (out.size() > 0) {
      out = in[1];
      l.template triangularView<Eigen::Lower>().solveInPlace(out);
      l.template triangularView<Eigen::Lower>().transpose().solveInPlace(out);
    }
    return true;
  }

  Structure structure_;
  OpPtr original_;
};

}  // namespace

Expr by_structure(Structure structure, const Expr& original) {
  return Expr(std::make_shared<ByStructure>(structure, original.shared_op()),
              {original.inputs().begin(), original.inputs().end()});
}

}  // namespace matgrad
