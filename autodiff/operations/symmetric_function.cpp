#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/divided_difference.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/spectral.hpp"
#include "matgrad/autodiff/operations/symmetric_eigen.hpp"

namespace matgrad {
namespace {

using Kind = SpectralFunction::Kind;

std::string name_of(SpectralFunction f) {
  if (f.kind == Kind::exp) return "symmetric_exp";
  if (f.kind == Kind::log) return "symmetric_log";
  if (f.exponent == 0.5) return "symmetric_sqrt";
  if (f.exponent == -0.5) return "symmetric_inverse_sqrt";
  return "symmetric_power";
}

bool is_shown_by_name(SpectralFunction f) { return name_of(f) != "symmetric_power"; }

template <class Scalar>
std::string eigenvalue_text(SpectralFunction f, Index i, const View<Scalar>& values) {
  return name_of(f) + ": eigenvalue " + std::to_string(i + 1) + " of " + std::to_string(values.size()) + " is " +
         number_text(static_cast<double>(values(i, 0)));
}

/// Throws unless f and `order` derivatives exist at the eigenvalues, of which those that are negative by rounding
/// only are set to 0.
template <class Scalar>
void require_domain(SpectralFunction f, std::size_t order, View<Scalar>& values) {
  const bool whole = is_whole_power(f);
  const bool with_pole = f.kind == Kind::log || (f.kind == Kind::power && f.exponent < 0);
  if (f.kind == Kind::exp || (whole && !with_pole)) return;
  const Scalar tolerance = spectral_tolerance<Scalar>(values);
  for (Index i = 0; i < values.size(); ++i) {
    Scalar& value = values(i, 0);
    if (value < 0 && !whole) {
      if (value < -tolerance) {
        DomainError error(eigenvalue_text(f, i, values) + ", negative");
        error.add_context("the symmetric part must have positive eigenvalues: add a multiple of the identity");
        throw error;
      }
      value = 0;
    }
    if (value != 0) continue;
    if (with_pole) {
      SingularError error(eigenvalue_text(f, i, values) + ": the matrix is singular");
      error.add_context("add a small multiple of the identity");
      throw error;
    }
    if (f.exponent < static_cast<double>(order)) {
      DerivativeError error(eigenvalue_text(f, i, values) + ", where derivative " + std::to_string(order) +
                            " of the power " + number_text(f.exponent) + " is infinite");
      error.add_context("add a small multiple of the identity, so that the matrix is positive definite");
      throw error;
    }
  }
}

/// f(S), and with directions its derivative in them; any of its nodes is the same operation.
class SymmetricFunction final : public OpOf<SymmetricFunction> {
 public:
  static constexpr std::string_view function = "symmetric_function";

  explicit SymmetricFunction(SpectralFunction f) : f_(f) {}
  auto attributes() const { return std::tuple(f_.kind, f_.exponent); }

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape size = square_shape(function, inputs[0], "only a square matrix has a symmetric part");
    for (const Expr& direction : inputs.subspan(1)) {
      if (direction.shape() == size) continue;
      ShapeError error("symmetric_function_derivative: the shapes of " + described(inputs[0]) + " and " +
                       described(direction) + " differ");
      error.add_context("a direction at a matrix is a matrix of the same shape");
      throw error;
    }
    return size;
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    for (const auto& direction : in.subspan(1)) require_finite(function, direction);
    const Index n = out.rows();
    SymmetricEigen<Scalar> eigen(function, in[0], run);
    require_domain(f_, in.size() - 1, eigen.values);
    const View<Scalar>& v = eigen.vectors;
    View<Scalar> half = run.matrix(n, n), result = run.matrix(n, n), h = run.matrix(n, n);
    const LinearAlgebra<Scalar>& by = run.linear_algebra();
    View<Scalar> turned = run.matrix(n, n * static_cast<Index>(in.size() - 1));  // the directions, side by side
    for (Index k = 1; k < static_cast<Index>(in.size()); ++k) {
      by.write_product(v, true, in[static_cast<std::size_t>(k)], false, half);
      by.write_product(half, false, v, false, result);
      turned.middleCols((k - 1) * n, n) = Scalar(0.5) * result + Scalar(0.5) * result.transpose();
    }
    write_in_eigenbasis(eigen.values, turned, h, run);
    by.write_product(v, false, h, false, half);
    by.write_product(half, false, v, true, result);
    if (!result.allFinite()) throw_overflow(eigen.values);
    out = Scalar(0.5) * result + Scalar(0.5) * result.transpose();
  }
  std::size_t scratch(const Expr& z) const override {
    const std::size_t order = z.inputs().size() - 1;
    return SymmetricEigen<double>::scratch(z.rows()) + (order + 3) * static_cast<std::size_t>(z.shape().size()) +
           DividedDifferences<double>::scratch(order) + 3 * (order + 1);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    std::vector<Expr> inputs(z.inputs().begin(), z.inputs().end());
    if (i == 0)
      inputs.push_back(adjoint);
    else
      inputs[i] = adjoint;
    return Expr(std::make_shared<SymmetricFunction>(f_), std::move(inputs));
  }

  Notation notation(const Expr& z, std::vector<Notation> inputs) const override {
    const std::string order = z.inputs().size() > 1 ? "_derivative" : "";
    const std::string exponent = is_shown_by_name(f_) ? "" : "[" + number_text(f_.exponent) + "]";
    return Notation::call(name_of(f_) + order + exponent, std::move(inputs));
  }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    const double order = static_cast<double>(z.inputs().size()) - 1;
    return (11 + 4 * order) * n * n * n + (30 + std::tgamma(order + 1) * order) * std::pow(n, order + 1);
  }

 private:
  /// The matrix H of symmetric_function_derivative.
  template <class Scalar>
  void write_in_eigenbasis(const View<Scalar>& values, const View<Scalar>& turned, View<Scalar> h,
                           Run<Scalar>& run) const {
    const Index n = values.size();
    h.setZero();
    if (n == 0) return;
    const std::size_t order = static_cast<std::size_t>(turned.cols() / n);
    DividedDifferences<Scalar> difference(f_, order, run);
    if (order == 0) {
      for (Index i = 0; i < n; ++i) h(i, i) = difference(std::span<const Scalar>(&values(i, 0), 1));
      return;
    }
    const Index length = static_cast<Index>(order) + 1;
    // Positions, kept as numbers of the scratch memory.
    View<Scalar> path = run.matrix(length, 1);  // i, a, b, …, c, j
    View<Scalar> permutation = run.matrix(length - 1, 1);
    View<Scalar> points = run.matrix(length, 1);
    const auto position = [&](Index k) { return static_cast<Index>(path(k, 0)); };
    const auto next_path = [&] {
      Index k = 0;
      while (k < length && (path(k, 0) += 1) == static_cast<Scalar>(n)) path(k++, 0) = 0;
      return k < length;
    };
    path.setZero();
    do {
      const Index first = position(0), last = position(length - 1);
      if (first > last) continue;  // H is symmetric
      Scalar products = 0;
      std::iota(permutation.data(), permutation.data() + order, Scalar(0));
      do {
        Scalar factor = 1;
        for (Index k = 0; k + 1 < length; ++k)
          factor *= turned(position(k), static_cast<Index>(permutation(k, 0)) * n + position(k + 1));
        products += factor;
      } while (std::next_permutation(permutation.data(), permutation.data() + order));
      if (products == 0) continue;
      for (Index k = 0; k < length; ++k) points(k, 0) = values(position(k), 0);
      std::sort(points.data(), points.data() + length);
      h(first, last) += difference({points.data(), order + 1}) * products;
    } while (next_path());
    h.template triangularView<Eigen::StrictlyLower>() = h.transpose();
  }

  template <class Scalar>
  [[noreturn]] void throw_overflow(const View<Scalar>& values) const {
    NonFiniteError error(name_of(f_) + ": the result overflows, for eigenvalues from " +
                         number_text(static_cast<double>(values(0, 0))) + " to " +
                         number_text(static_cast<double>(values(values.size() - 1, 0))));
    error.add_context("scale the matrix");
    throw error;
  }

  SpectralFunction f_;
};

}  // namespace

Expr symmetric_function(const Operand& a, SpectralFunction f) {
  return apply(std::make_shared<SymmetricFunction>(f), {a});
}
Expr symmetric_function_derivative(const Operand& a, SpectralFunction f, const std::vector<Expr>& directions) {
  std::vector<Operand> operands{a};
  operands.insert(operands.end(), directions.begin(), directions.end());
  return matgrad::apply(std::make_shared<SymmetricFunction>(f), std::span<const Operand>(operands));
}
Expr symmetric_exp(const Operand& a) { return symmetric_function(a, SpectralFunction::exp()); }
Expr symmetric_log(const Operand& a) { return symmetric_function(a, SpectralFunction::log()); }
Expr symmetric_sqrt(const Operand& a) { return symmetric_power(a, 0.5); }
Expr symmetric_inverse_sqrt(const Operand& a) { return symmetric_power(a, -0.5); }
Expr symmetric_power(const Operand& a, double p) { return symmetric_function(a, SpectralFunction::power(p)); }

}  // namespace matgrad
