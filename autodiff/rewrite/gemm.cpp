#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/blockwise_sum.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

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
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    Scalar alpha = static_cast<Scalar>(alpha_);
    for (std::size_t i = 2; i < 2 + scalars_; ++i) alpha *= in[i].data()[0];
    if (!accumulates_)
      out.setZero();
    else if (in.back().data() != out.data())
      out = static_cast<Scalar>(beta_) * in.back();
    else if (beta_ != 1)
      out *= static_cast<Scalar>(beta_);
    if (out.size() == 1)
      out.data()[0] += alpha * static_cast<Scalar>(blockwise_dot<Scalar>(in[0], in[1]));
    else
      run.linear_algebra().add_product(alpha, in[0], ta_, in[1], tb_, out);
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
