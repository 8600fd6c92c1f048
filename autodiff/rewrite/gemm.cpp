#include <algorithm>
#include <type_traits>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

template <class Scalar>
using Column = Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;

/// y += α op(A) x for columns x and y.
template <class Scalar>
void add_matrix_vector(Scalar alpha, const auto& a, bool transposed, const auto& x, auto&& y) {
  if (transposed)
    y.noalias() += alpha * (a.transpose() * x);
  else
    y.noalias() += alpha * (a * x);
}

/// The same for many floats in each sum, by blocks that are summed further in double.
void add_long_sums(float alpha, const ConstView<float>& a, bool transposed, const Column<float>& x,
                   Eigen::Map<Eigen::VectorXf> y) {
  constexpr int most = 2048;
  constexpr Index block = 512;
  Eigen::Matrix<float, Eigen::Dynamic, 1, 0, most, 1> part;
  Eigen::Matrix<double, Eigen::Dynamic, 1, 0, most, 1> total;
  for (Index i = 0; i < y.size(); i += most) {
    const Index size = std::min<Index>(most, y.size() - i);
    part.resize(size);
    total.setZero(size);
    for (Index k = 0; k < x.size(); k += block) {
      const Index depth = std::min(block, x.size() - k);
      part.setZero();
      const auto rows = transposed ? a.block(k, i, depth, size) : a.block(i, k, size, depth);
      add_matrix_vector(1.0f, rows, transposed, x.segment(k, depth), part);
      total += part.cast<double>();
    }
    y.segment(i, size) += alpha * total.cast<float>();
  }
}

template <class Scalar>
void add_matrix_vector(Scalar alpha, const ConstView<Scalar>& a, bool transposed, const Scalar* x, Scalar* y) {
  const Column<Scalar> in(x, transposed ? a.rows() : a.cols());
  Eigen::Map<Eigen::Matrix<Scalar, Eigen::Dynamic, 1>> out(y, transposed ? a.cols() : a.rows());
  if constexpr (std::is_same_v<Scalar, float>)
    if (constexpr Index many = 1024; in.size() > many) return add_long_sums(alpha, a, transposed, in, out);
  add_matrix_vector(alpha, a, transposed, in, out);
}

/// out += α op(A) op(B), by the kernel that fits the shapes. Eigen decides at compile time, where all are
/// matrices.
template <class Scalar>
void add_product(Scalar alpha, const ConstView<Scalar>& a, bool ta, const ConstView<Scalar>& b, bool tb,
                 View<Scalar> out) {
  const Index depth = ta ? a.rows() : a.cols();
  if (out.size() == 0 || depth == 0) return;
  if (out.size() == 1) {
    out.data()[0] += alpha * static_cast<Scalar>(blockwise_dot<Scalar>(a, b));
  } else if (out.cols() == 1) {
    add_matrix_vector(alpha, a, ta, b.data(), out.data());
  } else if (out.rows() == 1) {
    add_matrix_vector(alpha, b, !tb, a.data(), out.data());
  } else if (ta && tb) {
    out.noalias() += alpha * (a.transpose() * b.transpose());
  } else if (ta) {
    out.noalias() += alpha * (a.transpose() * b);
  } else if (tb) {
    out.noalias() += alpha * (a * b.transpose());
  } else {
    out.noalias() += alpha * (a * b);
  }
}

class Gemm final : public OpOf<Gemm>, public Instruction {
 public:
  static constexpr std::string_view function = "gemm";

  Gemm(double alpha, bool ta, bool tb, std::size_t scalars, bool accumulates, double beta)
      : alpha_(alpha), ta_(ta), tb_(tb), scalars_(scalars), accumulates_(accumulates), beta_(beta) {}

  auto attributes() const { return std::tuple(alpha_, ta_, tb_, scalars_, accumulates_, beta_); }
  std::string label() const override {
    std::string text = "gemm[" + number_text(alpha_) + ", A" + (ta_ ? "ᵀ" : "") + " B" + (tb_ ? "ᵀ" : "");
    return text + (accumulates_ ? ", + " + number_text(beta_) + " C]" : "]");
  }
  Shape shape(std::span<const Expr> in) const override {
    return {ta_ ? in[0].cols() : in[0].rows(), tb_ ? in[1].rows() : in[1].cols()};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Scalar alpha = static_cast<Scalar>(alpha_);
    for (std::size_t i = 2; i < 2 + scalars_; ++i) alpha *= in[i].data()[0];
    if (!accumulates_)
      out.setZero();
    else if (in.back().data() != out.data())
      out = static_cast<Scalar>(beta_) * in.back();
    else if (beta_ != 1)
      out *= static_cast<Scalar>(beta_);
    add_product(alpha, in[0], ta_, in[1], tb_, out);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override {
    std::vector<Expr> factors(in.begin() + 2, in.begin() + 2 + static_cast<std::ptrdiff_t>(scalars_));
    factors.push_back(ta_ ? transpose(in[0]) : in[0]);
    factors.push_back(tb_ ? transpose(in[1]) : in[1]);
    std::vector<double> coefficients{alpha_};
    std::vector<Expr> terms{product(std::move(factors))};
    if (accumulates_) {
      coefficients.push_back(beta_);
      terms.push_back(in.back());
    }
    return weighted_sum(std::move(coefficients), std::move(terms));
  }
  double cost(const Expr& z) const override {
    const Expr& a = z.input(0);
    return static_cast<double>(z.shape().size()) *
           (2 * static_cast<double>(ta_ ? a.rows() : a.cols()) + (accumulates_ && beta_ != 1 ? 1 : 0));
  }
  bool may_overwrite(std::size_t i) const override { return accumulates_ && i == 2 + scalars_; }

 private:
  double alpha_;
  bool ta_, tb_;
  std::size_t scalars_;
  bool accumulates_;
  double beta_;
};

}  // namespace

Expr gemm(double alpha, const std::vector<Expr>& scalars, const Factor& a, const Factor& b,
          const std::optional<Accumulator>& c) {
  std::vector<Expr> inputs{a.node, b.node};
  inputs.insert(inputs.end(), scalars.begin(), scalars.end());
  if (c) inputs.push_back(c->value);
  return Expr(std::make_shared<Gemm>(alpha, a.transposed, b.transposed, scalars.size(), c.has_value(),
                                     c ? c->coefficient : 0),
              std::move(inputs));
}

}  // namespace matgrad
