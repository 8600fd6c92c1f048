#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

[[noreturn]] void throw_mismatch(const Expr& a, const Expr& b) {
  ShapeError error("matmul: " + described(a) + " times " + described(b) + ": the inner sizes " +
                   std::to_string(a.cols()) + " and " + std::to_string(b.rows()) + " differ");
  if (a.shape() == b.shape())
    error.add_context("for the elementwise product write hadamard(…, …)");
  else if (a.rows() == b.rows())
    error.add_context("transpose(" + to_text(a) + ") on the left would fit");
  else if (a.cols() == b.cols())
    error.add_context("transpose(" + to_text(b) + ") on the right would fit");
  if (b.cols() == a.rows())
    error.add_context("matmul(" + to_text(b) + ", " + to_text(a) + "), the other order, would fit");
  throw error;
}

/// A₁ A₂ … Aₖ, evaluated from the left. A 1×1 factor is a scalar, wherever it stands.
class Product final : public OpOf<Product> {
 public:
  static constexpr std::string_view function = "matmul";

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr* last = nullptr;
    Shape result;
    for (const Expr& input : inputs) {
      if (input.shape().is_scalar()) continue;
      if (last != nullptr && last->cols() != input.rows()) throw_mismatch(*last, input);
      result = {last == nullptr ? input.rows() : result.rows, input.cols()};
      last = &input;
    }
    return result;
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    Scalar factor = 1;
    const ConstView<Scalar>* first = nullptr;
    Matrix<Scalar> chain;
    int matrices = 0;
    for (const auto& input : in) {
      if (input.size() == 1) {
        factor *= input.data()[0];
        continue;
      }
      if (++matrices == 1)
        first = &input;
      else if (matrices == 2)
        chain = *first * input;
      else
        chain = chain * input;
    }
    if (matrices == 0)
      out.setConstant(factor);
    else if (matrices == 1)
      out = factor * *first;
    else
      out = factor * chain;
  }

  bool is_linear_in(std::size_t) const override { return true; }
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const std::span<const Expr> inputs = z.inputs();
    std::vector<Expr> factors;
    const bool scalar = inputs[i].shape().is_scalar();
    if (scalar) {
      for (std::size_t k = 0; k < inputs.size(); ++k)
        if (k != i) factors.push_back(inputs[k]);
      if (factors.empty()) return adjoint;
      if (!z.shape().is_scalar())
        return dot(adjoint, factors.size() == 1 ? factors[0] : product(std::move(factors)));
      factors.insert(factors.begin(), adjoint);
      return product(std::move(factors));
    }
    // Scalars in front, then Pᵀ G Sᵀ for the factors P before and S behind.
    for (const Expr& input : inputs)
      if (input.shape().is_scalar()) factors.push_back(input);
    for (std::size_t k = i; k-- > 0;)
      if (!inputs[k].shape().is_scalar()) factors.push_back(transpose(inputs[k]));
    factors.push_back(adjoint);
    for (std::size_t k = inputs.size(); k-- > i + 1;)
      if (!inputs[k].shape().is_scalar()) factors.push_back(transpose(inputs[k]));
    return factors.size() == 1 ? factors[0] : product(std::move(factors));
  }

  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    // A scalar that is 1 by its shape alone, as one over a number of entries may be, is no factor worth writing.
    std::vector<Notation> factors;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const Expr& input = z.input(i);
      const bool is_number = input.shape().is_scalar() && inputs[i].kind == Notation::Kind::number;
      const bool is_one = is_number && inputs[i].text == "1";
      if (is_one && !number_value(input)) continue;
      // Beside a matrix, a 1 or 0 without brackets is one too.
      const bool is_ambiguous = inputs.size() > 1 && (is_one || (is_number && inputs[i].text == "0"));
      factors.push_back(is_ambiguous ? Notation::fence("(", std::move(inputs[i]), ")") : std::move(inputs[i]));
    }
    if (factors.empty()) return Notation::number(1);
    if (factors.size() == 1 && inputs.size() > 1) return std::move(factors[0]);
    return Notation::product(std::move(factors));
  }

  double cost(const Expr& z) const override {
    double flops = 0;
    const Expr* first = nullptr;
    for (const Expr& input : z.inputs()) {
      if (input.shape().is_scalar()) continue;
      if (first == nullptr)
        first = &input;
      else
        flops += 2 * static_cast<double>(first->rows()) * static_cast<double>(input.rows()) *
                 static_cast<double>(input.cols());
    }
    return flops + static_cast<double>(z.shape().size());
  }
};

}  // namespace

Expr matmul(const Operand& a, const Operand& b) { return apply(shared<Product>(), {a, b}); }
Expr operator*(const Operand& a, const Operand& b) { return matmul(a, b); }
Expr product(std::span<const Operand> factors) { return apply(shared<Product>(), factors); }
Expr product(std::vector<Expr> factors, const char* file, int line) {
  return apply(shared<Product>(), std::move(factors), file, line);
}
bool is_product(const Expr& expr) { return expr.op().equals(*shared<Product>()); }

}  // namespace matgrad
