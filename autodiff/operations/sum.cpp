#include <algorithm>
#include <cmath>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

/// Σ cᵢ Aᵢ. Sum, difference, negation and multiples by a number are this one operation.
class WeightedSum final : public OpOf<WeightedSum> {
 public:
  static constexpr std::string_view function = "sum_of";

  explicit WeightedSum(std::vector<double> coefficients) : coefficients_(std::move(coefficients)) {}

  const std::vector<double>& coefficients() const { return coefficients_; }
  auto attributes() const { return std::tie(coefficients_); }

  Shape shape(std::span<const Expr> inputs) const override {
    if (inputs.empty() || inputs.size() != coefficients_.size())
      throw ShapeError("a weighted sum needs one coefficient a term, and at least one term");
    return broadcast_shape(as_written(), inputs);
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const auto c = [this](std::size_t i) { return static_cast<Scalar>(coefficients_[i]); };
    if (out.size() == 1) {
      Scalar total = 0;
      for (std::size_t i = 0; i < in.size(); ++i) total += c(i) * in[i].data()[0];
      out.data()[0] = total;
      return;
    }
    const auto full = [&](std::size_t i) { return in[i].size() == out.size(); };
    if (in.size() == 2 && full(0) && full(1)) {
      out = c(0) * in[0] + c(1) * in[1];
      return;
    }
    // The term whose buffer the result takes over comes first: it is gone afterwards.
    std::size_t first = 0;
    for (std::size_t i = 0; i < in.size(); ++i)
      if (in[i].data() == out.data()) first = i;
    if (full(first))
      out = c(first) * in[first];
    else
      out.setConstant(c(first) * in[first].data()[0]);
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (i == first) continue;
      if (full(i))
        out += c(i) * in[i];
      else
        out.array() += c(i) * in[i].data()[0];
    }
  }

  bool is_entry_by_entry() const override { return true; }
  bool is_linear_in(std::size_t) const override { return coefficients_.size() == 1; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr term = coefficients_[i] == 1 ? adjoint : weighted_sum({coefficients_[i]}, std::vector{adjoint});
    return reduced_to(z.input(i).shape(), term);
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    std::vector<bool> negative;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const double size = std::abs(coefficients_[i]);
      negative.push_back(std::signbit(coefficients_[i]));
      if (size != 1 && inputs[i].text != "…") inputs[i] = scaled(size, std::move(inputs[i]));
    }
    if (inputs.size() == 1 && !negative[0]) return std::move(inputs[0]);
    return Notation::sum(std::move(inputs), std::move(negative));
  }

  double cost(const Expr& z) const override {
    return static_cast<double>(z.shape().size()) * (2 * static_cast<double>(coefficients_.size()) - 1);
  }
  bool may_overwrite(std::size_t) const override { return true; }

 private:
  std::string_view as_written() const {
    const bool pair = coefficients_.size() == 2 && coefficients_[0] == 1;
    if (pair && coefficients_[1] == 1) return "+";
    if (pair && coefficients_[1] == -1) return "-";
    const bool plain = std::ranges::all_of(coefficients_, [](double c) { return c == 1; });
    return plain ? "sum_of" : "weighted_sum";
  }

  // 2 · 1 is the number 2, not two numbers side by side.
  static Notation scaled(double size, Notation part) {
    if (part.kind == Notation::Kind::number && part.text == "1") return Notation::number(size);
    return Notation::scaled(size, std::move(part));
  }

  std::vector<double> coefficients_;
};

// The operators share their operation objects: most nodes of a graph are one of these.
const OpPtr& plus() {
  static const WeightedSum op({1, 1});
  static const OpPtr pointer(OpPtr(), &op);
  return pointer;
}
const OpPtr& minus() {
  static const WeightedSum op({1, -1});
  static const OpPtr pointer(OpPtr(), &op);
  return pointer;
}
const OpPtr& negative() {
  static const WeightedSum op({-1});
  static const OpPtr pointer(OpPtr(), &op);
  return pointer;
}

OpPtr sum_op(std::vector<double> coefficients) {
  if (coefficients.size() == 2 && coefficients[0] == 1 && coefficients[1] == 1) return plus();
  if (coefficients.size() == 2 && coefficients[0] == 1 && coefficients[1] == -1) return minus();
  if (coefficients.size() == 1 && coefficients[0] == -1) return negative();
  return std::make_shared<WeightedSum>(std::move(coefficients));
}

}  // namespace

Expr operator+(const Operand& a, const Operand& b) { return apply(plus(), {a, b}); }
Expr operator-(const Operand& a, const Operand& b) { return apply(minus(), {a, b}); }
Expr operator-(const Operand& a) { return apply(negative(), {a}); }
Expr operator*(double factor, const Operand& a) { return apply(sum_op({factor}), {a}); }
Expr operator*(const Operand& a, double factor) { return factor * a; }

Expr weighted_sum(std::vector<double> coefficients, std::span<const Operand> terms) {
  return apply(sum_op(std::move(coefficients)), terms);
}
Expr weighted_sum(std::vector<double> coefficients, std::vector<Expr> terms, const char* file, int line) {
  return apply(sum_op(std::move(coefficients)), std::move(terms), file, line);
}
Expr sum_of(std::span<const Operand> terms) { return weighted_sum(std::vector<double>(terms.size(), 1.0), terms); }
Expr sum_of(std::vector<Expr> terms, const char* file, int line) {
  std::vector<double> ones(terms.size(), 1.0);
  return weighted_sum(std::move(ones), std::move(terms), file, line);
}

const std::vector<double>* sum_coefficients(const Expr& expr) {
  const WeightedSum* sum = operation_as<WeightedSum>(expr);
  return sum != nullptr ? &sum->coefficients() : nullptr;
}

}  // namespace matgrad
