#include "matgrad/autodiff/operations/singular_values.hpp"

#include <algorithm>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/spectral_quotient.hpp"
#include "matgrad/autodiff/operations/symmetric_eigen.hpp"

namespace matgrad {
namespace {

Index smaller_side(const Expr& a) { return std::min(a.rows(), a.cols()); }

// The parts of [U | σ | V], or of its adjoint.
Expr left_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::left_singular_vectors, a); }
Expr singular_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::singular_values, a); }
Expr right_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::right_singular_vectors, a); }

double svd_cost(const Expr& a, double factor) {
  const double small = static_cast<double>(smaller_side(a));
  return factor * small * static_cast<double>(a.shape().size());
}

class SingularDecomposition final : public OpOf<SingularDecomposition> {
 public:
  static constexpr std::string_view function = "svd";

  explicit SingularDecomposition(Ties ties) : ties_(ties) {}
  auto attributes() const { return std::tuple(ties_); }

  Shape shape(std::span<const Expr> inputs) const override {
    const Expr& a = inputs[0];
    return {std::max(a.rows(), a.cols()), 2 * smaller_side(a) + 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const ConstView<Scalar>& a = in[0];
    require_finite(function, a);
    out.setZero();
    if (a.size() == 0) return;
    const Index k = std::min(a.rows(), a.cols());
    View<Scalar> u = run.matrix(a.rows(), k), values = run.matrix(k, 1), v = run.matrix(a.cols(), k);
    run.linear_algebra().decompose_singular(a, u, values, v);
    out.col(k).head(k) = values;
    for (Index j = 0; j < k; ++j) {
      const Scalar sign = leading_entry<Scalar>(u.col(j)) < 0 ? Scalar(-1) : Scalar(1);
      out.col(j).head(a.rows()) = sign * u.col(j);
      out.col(k + 1 + j).head(a.cols()) = sign * v.col(j);
    }
  }
  std::size_t scratch(const Expr& z) const override {
    const Expr& a = z.input(0);
    return static_cast<std::size_t>(smaller_side(a) * (a.rows() + a.cols() + 1));
  }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr u = left_of(z, a), values = singular_of(z, a), v = right_of(z, a);
    const Expr gu = left_of(adjoint, a), gv = right_of(adjoint, a);
    const Expr x = matmul(transpose(u), gu), y = matmul(transpose(v), gv);
    const std::vector turns{x, transpose(x), y, transpose(y)};
    const Expr together = weighted_sum({0.5, -0.5, 0.5, -0.5}, turns);
    const Expr against = weighted_sum({0.5, -0.5, -0.5, 0.5}, turns);
    const Expr inner = as_diagonal(singular_of(adjoint, a)) +
                       divide_by_gaps(together, values, ties_, Spectrum::singular_values) +
                       divide_by_sums(against, values, ties_);
    const Expr inside = product(std::vector{u, inner, transpose(v)});
    if (a.rows() == a.cols()) return inside;
    const Expr reciprocal = divide_by_sums(2 * identity_like(x), values, ties_);
    if (a.rows() > a.cols()) return inside + product(std::vector{gu - matmul(u, x), reciprocal, transpose(v)});
    return inside + product(std::vector{u, reciprocal, transpose(gv - matmul(v, y))});
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return svd_cost(z.input(0), 22); }

 private:
  Ties ties_;
};

class SingularValues final : public OpOf<SingularValues> {
 public:
  static constexpr std::string_view function = "singular_values";

  explicit SingularValues(Ties ties) : ties_(ties) {}
  auto attributes() const { return std::tuple(ties_); }

  Shape shape(std::span<const Expr> inputs) const override { return {smaller_side(inputs[0]), 1}; }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    require_finite(function, in[0]);
    run.linear_algebra().decompose_singular(in[0], run.matrix(in[0].rows(), 0), out, run.matrix(in[0].cols(), 0));
  }

  ValueRange value_range() const override { return ValueRange::nonnegative; }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr decomposition = svd(a, ties_);
    return product(std::vector{left_of(decomposition, a), as_diagonal(hadamard(adjoint, nonzero_values(z))),
                               transpose(right_of(decomposition, a))});
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return svd_cost(z.input(0), 8); }

 private:
  Ties ties_;
};

[[noreturn]] void throw_zero(Index i, Index size, double value) {
  DerivativeError error("divide_by_sums: singular value " + std::to_string(i + 1) + " of " + std::to_string(size) +
                        " is zero to rounding: " + number_text(value));
  error.add_context(
      "vectors of zero singular values have no derivative; where the loss depends on whole invariant subspaces "
      "only, state Ties::subspace");
  throw error;
}

class DivideBySums final : public SpectralQuotient<DivideBySums> {
 public:
  static constexpr std::string_view function = "divide_by_sums";

  using SpectralQuotient::SpectralQuotient;
  auto attributes() const { return std::tuple(ties()); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& values = in[1];
    const Scalar tolerance = spectral_tolerance<Scalar>(values);
    const auto is_zero_value = [&](Index i) { return !(values(i, 0) > tolerance); };
    for (Index j = 0; j < out.cols(); ++j) {
      if (ties() == Ties::error && is_zero_value(j))
        throw_zero(j, values.size(), static_cast<double>(values(j, 0)));
      for (Index i = 0; i < out.rows(); ++i)
        out(i, j) = is_zero_value(i) && is_zero_value(j) ? Scalar(0) : in[0](i, j) / (values(i, 0) + values(j, 0));
    }
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& values = z.input(1);
    if (i == 0) return divide_by_sums(adjoint, values, ties());
    const Expr p = divide_by_sums(hadamard(adjoint, z), values, ties());
    return -row_sums(p) - transpose(column_sums(p));
  }
};

class NonzeroValues final : public OpOf<NonzeroValues> {
 public:
  static constexpr std::string_view function = "nonzero_values";

  Shape shape(std::span<const Expr> inputs) const override {
    if (inputs[0].cols() != 1) throw ShapeError("nonzero_values: " + described(inputs[0]) + " is not a column");
    return inputs[0].shape();
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const Scalar tolerance = spectral_tolerance<Scalar>(in[0]);
    for (Index i = 0; i < out.size(); ++i) out(i, 0) = in[0](i, 0) > tolerance ? Scalar(1) : Scalar(0);
  }
  Expr vjp(std::size_t, const Expr& z, const Expr&) const override { return zeros_like(z.input(0)); }
  bool passes_adjoint(std::size_t) const override { return false; }
};

}  // namespace

Expr svd(const Operand& a, Ties ties) { return apply(std::make_shared<SingularDecomposition>(ties), {a}); }
Expr singular_values(const Operand& a, Ties ties) { return apply(std::make_shared<SingularValues>(ties), {a}); }
Expr left_singular_vectors(const Operand& a, Ties ties) { return left_of(svd(a, ties), a); }
Expr right_singular_vectors(const Operand& a, Ties ties) { return right_of(svd(a, ties), a); }
Expr divide_by_sums(const Operand& m, const Operand& values, Ties ties) {
  return apply(std::make_shared<DivideBySums>(ties), {m, values});
}
Expr nonzero_values(const Operand& values) { return apply(shared<NonzeroValues>(), {values}); }

}  // namespace matgrad
