#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

/// Inputs: for each term its scalars, then its matrix, if it has one.
class ScaledSum final : public OpOf<ScaledSum>, public Instruction {
 public:
  static constexpr std::string_view function = "scaled_sum";

  struct Layout {
    std::size_t scalars;
    bool has_matrix, transposed;
  };

  ScaledSum(std::vector<double> coefficients, std::vector<Layout> layout, Shape shape)
      : coefficients_(std::move(coefficients)), layout_(std::move(layout)), shape_(shape) {
    for (const Layout& term : layout_) {
      overwritable_.insert(overwritable_.end(), term.scalars, false);
      if (term.has_matrix) overwritable_.push_back(!term.transposed);
    }
  }

  auto attributes() const {
    std::vector<std::size_t> codes;
    for (const Layout& term : layout_)
      codes.push_back(term.scalars * 4 + (term.has_matrix ? 2u : 0u) + (term.transposed ? 1u : 0u));
    return std::tuple(coefficients_, codes, shape_.rows, shape_.cols);
  }
  std::string label() const override { return "scaled_sum[" + attribute_text(coefficients_) + "]"; }
  Shape shape(std::span<const Expr>) const override { return shape_; }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    if (out.size() == 1) {
      Scalar total = 0;
      for (std::size_t t = 0, at = 0; t < layout_.size(); ++t) {
        Scalar term = static_cast<Scalar>(coefficients_[t]);
        for (const std::size_t end = at + width(t); at < end; ++at) term *= in[at].data()[0];
        total += term;
      }
      out.data()[0] = total;
      return;
    }
    // The term whose memory the result takes over comes first; it is the only one at its place.
    std::size_t taken_over = layout_.size();
    for (std::size_t t = 0, at = 0; t < layout_.size(); at += width(t++))
      if (layout_[t].has_matrix && in[at + layout_[t].scalars].data() == out.data()) taken_over = t;
    bool first = true;
    if (taken_over < layout_.size()) {
      std::size_t at = 0;
      for (std::size_t t = 0; t < taken_over; ++t) at += width(t);
      add(in, at, taken_over, out, first);
    }
    for (std::size_t t = 0, at = 0; t < layout_.size(); at += width(t++))
      if (t != taken_over) add(in, at, t, out, first);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> in) const override {
    std::vector<Expr> terms;
    for (std::size_t t = 0, at = 0; t < layout_.size(); at += width(t++)) {
      const auto factors = in.subspan(at, width(t));
      terms.push_back(term(t, {factors.begin(), factors.end()}));
    }
    return weighted_sum(coefficients_, std::move(terms));
  }
  double cost(const Expr& z) const override {
    return static_cast<double>(z.shape().size()) * (2 * static_cast<double>(layout_.size()) - 1);
  }
  bool may_overwrite(std::size_t i) const override { return overwritable_[i]; }

 private:
  std::size_t width(std::size_t t) const { return layout_[t].scalars + (layout_[t].has_matrix ? 1 : 0); }

  Expr term(std::size_t t, std::vector<Expr> factors) const {
    if (factors.empty()) return constant(1);
    if (layout_[t].transposed) factors.back() = transpose(factors.back());
    return factors.size() == 1 ? factors.front() : product(std::move(factors));
  }

  template <class Scalar>
  void add(Inputs<Scalar> in, std::size_t at, std::size_t t, View<Scalar> out, bool& first) const {
    Scalar factor = static_cast<Scalar>(coefficients_[t]);
    for (std::size_t i = 0; i < layout_[t].scalars; ++i) factor *= in[at + i].data()[0];
    const ConstView<Scalar>* matrix = layout_[t].has_matrix ? &in[at + layout_[t].scalars] : nullptr;
    if (matrix == nullptr || matrix->size() != out.size()) {
      const Scalar value = matrix == nullptr ? factor : factor * matrix->data()[0];
      if (first)
        out.setConstant(value);
      else
        out.array() += value;
    } else if (layout_[t].transposed) {
      if (first)
        out = factor * matrix->transpose();
      else
        out += factor * matrix->transpose();
    } else {
      if (first)
        out = factor * *matrix;
      else
        out += factor * *matrix;
    }
    first = false;
  }

  std::vector<double> coefficients_;
  std::vector<Layout> layout_;
  std::vector<bool> overwritable_;  // by input
  Shape shape_;
};

}  // namespace

Expr scaled_sum(const std::vector<ProductTerm>& terms, Shape shape) {
  std::vector<double> coefficients;
  std::vector<ScaledSum::Layout> layout;
  std::vector<Expr> inputs;
  for (const ProductTerm& term : terms) {
    coefficients.push_back(term.coefficient);
    layout.push_back({term.scalars.size(), !term.chain.empty(), !term.chain.empty() && term.chain[0].transposed});
    inputs.insert(inputs.end(), term.scalars.begin(), term.scalars.end());
    if (!term.chain.empty()) inputs.push_back(term.chain[0].node);
  }
  return Expr(std::make_shared<ScaledSum>(std::move(coefficients), std::move(layout), shape), std::move(inputs));
}

}  // namespace matgrad
