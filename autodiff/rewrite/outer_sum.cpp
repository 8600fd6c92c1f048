#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

/// Inputs: for each product its a, b and scalars; C last.
class OuterSum final : public OpOf<OuterSum>, public Instruction {
 public:
  static constexpr std::string_view function = "outer_sum";

  OuterSum(std::vector<double> coefficients, std::vector<std::size_t> scalars, bool accumulates, double beta,
           Shape shape)
      : coefficients_(std::move(coefficients)),
        scalars_(std::move(scalars)),
        accumulates_(accumulates),
        beta_(beta),
        shape_(shape) {
    for (std::size_t count : scalars_) accumulator_ += 2 + count;
  }

  auto attributes() const {
    return std::tuple(coefficients_, scalars_, accumulates_, beta_, shape_.rows, shape_.cols);
  }
  std::string label() const override {
    return "outer_sum[" + attribute_text(coefficients_) +
           (accumulates_ ? ", + " + number_text(beta_) + " C]" : "]");
  }
  Shape shape(std::span<const Expr>) const override { return shape_; }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    bool first = true;
    if (accumulates_) {
      if (in.back().data() != out.data())
        out = static_cast<Scalar>(beta_) * in.back();
      else if (beta_ != 1)
        out *= static_cast<Scalar>(beta_);
      first = false;
    }
    // Two at a time: the usual case is a matrix that occurs twice in a product.
    for (std::size_t t = 0, at = 0; t < coefficients_.size(); first = false) {
      const Scalar factor = factor_of(in, t, at);
      const std::size_t next_at = at + 2 + scalars_[t];
      if (t + 1 < coefficients_.size()) {
        add_two(factor, in[at], in[at + 1], factor_of(in, t + 1, next_at), in[next_at], in[next_at + 1], out,
                first);
        at = next_at + 2 + scalars_[t + 1];
        t += 2;
      } else {
        add_one(factor, in[at], in[at + 1], out, first);
        ++t;
      }
    }
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override {
    std::vector<double> coefficients = coefficients_;
    std::vector<Expr> terms;
    for (std::size_t t = 0, at = 0; t < coefficients_.size(); at += 2 + scalars_[t++]) {
      const auto scalars = in.subspan(at + 2, scalars_[t]);
      std::vector<Expr> factors(scalars.begin(), scalars.end());
      factors.push_back(in[at].cols() == 1 ? in[at] : transpose(in[at]));
      factors.push_back(in[at + 1].rows() == 1 ? in[at + 1] : transpose(in[at + 1]));
      terms.push_back(product(std::move(factors)));
    }
    if (accumulates_) {
      coefficients.push_back(beta_);
      terms.push_back(in.back());
    }
    return weighted_sum(std::move(coefficients), std::move(terms));
  }
  double cost(const Expr& z) const override {
    return static_cast<double>(z.shape().size()) *
           (2 * static_cast<double>(coefficients_.size()) + (accumulates_ && beta_ != 1 ? 1 : 0));
  }
  bool may_overwrite(std::size_t i) const override { return accumulates_ && i == accumulator_; }

 private:
  template <class Scalar>
  using Column = Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>;

  template <class Scalar>
  Scalar factor_of(Inputs<Scalar> in, std::size_t t, std::size_t at) const {
    Scalar factor = static_cast<Scalar>(coefficients_[t]);
    for (std::size_t i = 0; i < scalars_[t]; ++i) factor *= in[at + 2 + i].data()[0];
    return factor;
  }

  template <class Scalar>
  static void add_one(Scalar factor, const ConstView<Scalar>& a, const ConstView<Scalar>& b, View<Scalar> out,
                      bool first) {
    const Column<Scalar> column(a.data(), a.size());
    for (Index j = 0; j < out.cols(); ++j) {
      if (first)
        out.col(j) = (factor * b.data()[j]) * column;
      else
        out.col(j) += (factor * b.data()[j]) * column;
    }
  }

  template <class Scalar>
  static void add_two(Scalar f, const ConstView<Scalar>& a, const ConstView<Scalar>& b, Scalar g,
                      const ConstView<Scalar>& c, const ConstView<Scalar>& d, View<Scalar> out, bool first) {
    const Column<Scalar> left(a.data(), a.size()), right(c.data(), c.size());
    for (Index j = 0; j < out.cols(); ++j) {
      const Scalar p = f * b.data()[j], q = g * d.data()[j];
      if (first)
        out.col(j) = p * left + q * right;
      else
        out.col(j) += p * left + q * right;
    }
  }

  std::vector<double> coefficients_;
  std::vector<std::size_t> scalars_;
  bool accumulates_;
  double beta_;
  std::size_t accumulator_ = 0;  // the input that is C
  Shape shape_;
};

}  // namespace

Expr outer_sum(const std::vector<ProductTerm>& products, Shape shape, const std::optional<Accumulator>& c) {
  std::vector<double> coefficients;
  std::vector<std::size_t> scalars;
  std::vector<Expr> inputs;
  for (const ProductTerm& product : products) {
    coefficients.push_back(product.coefficient);
    scalars.push_back(product.scalars.size());
    for (const Factor& vector : product.chain) inputs.push_back(vector.node);
    inputs.insert(inputs.end(), product.scalars.begin(), product.scalars.end());
  }
  if (c) inputs.push_back(c->value);
  return Expr(std::make_shared<OuterSum>(std::move(coefficients), std::move(scalars), c.has_value(),
                                         c ? c->coefficient : 0, shape),
              std::move(inputs));
}

}  // namespace matgrad
