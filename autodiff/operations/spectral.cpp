#include "matgrad/autodiff/operations/spectral.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"
#include "matgrad/autodiff/operations/spectral_quotient.hpp"
#include "matgrad/autodiff/operations/symmetric_eigen.hpp"

namespace matgrad {
namespace {

constexpr std::string_view symmetric_hint = "only a square matrix has a symmetric part";

// The parts of [λ | V], or of its adjoint.
Expr values_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::eigenvalues, a); }
Expr vectors_of(const Expr& packed, const Expr& a) { return packed_part(packed, packed::eigenvectors, a); }

double eigen_cost(const Expr& a, double factor) {
  const double n = static_cast<double>(a.rows());
  return factor * n * n * n;
}

class SpectralDecomposition final : public OpOf<SpectralDecomposition> {
 public:
  static constexpr std::string_view function = "eigh";

  explicit SpectralDecomposition(Ties ties) : ties_(ties) {}
  auto attributes() const { return std::tuple(ties_); }

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape size = square_shape(function, inputs[0], symmetric_hint);
    return {size.rows, size.cols + 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const SymmetricEigen<Scalar> eigen(function, in[0], run);
    out.col(0) = eigen.values;
    for (Index j = 0; j < in[0].cols(); ++j) {
      const Scalar sign = leading_entry<Scalar>(eigen.vectors.col(j)) < 0 ? Scalar(-1) : Scalar(1);
      out.col(j + 1) = sign * eigen.vectors.col(j);
    }
  }
  std::size_t scratch(const Expr& z) const override { return SymmetricEigen<double>::scratch(z.rows()); }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr& a = z.input(0);
    const Expr v = vectors_of(z, a);
    const Expr turned = divide_by_gaps(matmul(transpose(v), vectors_of(adjoint, a)), values_of(z, a), ties_);
    return symmetric_part(product(std::vector{v, as_diagonal(values_of(adjoint, a)) + turned, transpose(v)}));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return eigen_cost(z, 9); }

 private:
  Ties ties_;
};

class Eigenvalues final : public OpOf<Eigenvalues> {
 public:
  static constexpr std::string_view function = "eigenvalues";

  explicit Eigenvalues(Ties ties) : ties_(ties) {}
  auto attributes() const { return std::tuple(ties_); }

  Shape shape(std::span<const Expr> inputs) const override {
    return {square_shape(function, inputs[0], symmetric_hint).rows, 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    using Decomposition = SymmetricEigen<Scalar>;
    out = Decomposition(function, in[0], run, Decomposition::Wanted::values).values;
  }
  std::size_t scratch(const Expr& z) const override { return SymmetricEigen<double>::scratch(z.rows()); }

  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    const Expr v = eigenvectors(z.input(0), ties_);
    return symmetric_part(product(std::vector{v, as_diagonal(adjoint), transpose(v)}));
  }

  Notation notation(const Expr&, std::vector<Notation> inputs) const override {
    return Notation::call(function, std::move(inputs));
  }
  double cost(const Expr& z) const override { return eigen_cost(z, 4.0 / 3.0); }

 private:
  Ties ties_;
};

template <class Scalar>
[[noreturn]] void throw_tie(Spectrum spectrum, Index i, Index j, const ConstView<Scalar>& values) {
  const bool eigen = spectrum == Spectrum::eigenvalues;
  const auto text = [&](Index k) { return number_text(static_cast<double>(values(k, 0))); };
  DerivativeError error("divide_by_gaps: " + std::string(eigen ? "eigenvalues " : "singular values ") +
                        std::to_string(i + 1) + " and " + std::to_string(j + 1) + " of " +
                        std::to_string(values.size()) + " are tied: " + text(i) + " and " + text(j));
  error.add_context(std::string("vectors of tied ") + (eigen ? "eigenvalues" : "singular values") +
                    " have no derivative; where the loss depends on whole invariant subspaces only, state "
                    "Ties::subspace");
  error.add_context(eigen ? "functions of the matrix have one: trace(symmetric_function(A, f)) for the sum of f(λ)"
                          : "functions of the matrix have one: symmetric_function(transpose(A) * A, f)");
  throw error;
}

class DivideByGaps final : public SpectralQuotient<DivideByGaps> {
 public:
  static constexpr std::string_view function = "divide_by_gaps";

  DivideByGaps(Ties ties, Spectrum spectrum) : SpectralQuotient(ties), spectrum_(spectrum) {}
  auto attributes() const { return std::tuple(ties(), spectrum_); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& values = in[1];
    const Scalar tolerance = spectral_tolerance<Scalar>(values);
    for (Index j = 0; j < out.cols(); ++j)
      for (Index i = 0; i < out.rows(); ++i) {
        const Scalar gap = values(j, 0) - values(i, 0);
        const bool tied = i != j && !(std::abs(gap) > tolerance);
        if (tied && ties() == Ties::error) throw_tie(spectrum_, std::min(i, j), std::max(i, j), values);
        out(i, j) = i == j || tied ? Scalar(0) : in[0](i, j) / gap;
      }
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    const Expr& values = z.input(1);
    if (i == 0) return divide_by_gaps(adjoint, values, ties(), spectrum_);
    const Expr p = divide_by_gaps(hadamard(adjoint, z), values, ties(), spectrum_);
    return row_sums(p) - transpose(column_sums(p));
  }

 private:
  Spectrum spectrum_;
};

}  // namespace

Expr eigh(const Operand& a, Ties ties) { return apply(std::make_shared<SpectralDecomposition>(ties), {a}); }
Expr eigenvalues(const Operand& a, Ties ties) { return apply(std::make_shared<Eigenvalues>(ties), {a}); }
Expr eigenvectors(const Operand& a, Ties ties) { return vectors_of(eigh(a, ties), a); }
Expr divide_by_gaps(const Operand& m, const Operand& values, Ties ties, Spectrum spectrum) {
  return apply(std::make_shared<DivideByGaps>(ties, spectrum), {m, values});
}

}  // namespace matgrad
