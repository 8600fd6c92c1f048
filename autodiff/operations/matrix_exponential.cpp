#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

/// Σ_S X_S ε_S over all sets S of k infinitesimals with εᵢ² = 0, where ε_S is their product: a power series of
/// A + Σ εᵢ Eᵢ has its k-th derivative in the directions Eᵢ as the coefficient of ε₁ … εₖ. The block triangular
/// matrices [[A, E], [0, A]], nested k times, are the same algebra, with more zeros to multiply by.
///
/// It stands in scratch memory, and a copy is the same jet.
template <class Scalar>
class Jet {
 public:
  Jet(std::size_t parts, Index n, Run<Scalar>& run)
      : data_(run.matrix(n, n * static_cast<Index>(parts)).data()), size_(parts), n_(n) {}

  View<Scalar> operator[](std::size_t set) const { return {data_ + static_cast<Index>(set) * n_ * n_, n_, n_}; }
  std::size_t size() const { return size_; }
  View<Scalar> highest() const { return (*this)[size_ - 1]; }

  void set_zero() const { whole().setZero(); }
  void set(const Jet& other) const { whole() = other.whole(); }
  void add_multiple(Scalar factor, const Jet& other) const { whole() += factor * other.whole(); }
  void add_identity(Scalar factor) const { (*this)[0].diagonal().array() += factor; }

  /// Neither factor may be this jet.
  void set_product(const Jet& a, const Jet& b, const LinearAlgebra<Scalar>& by) const {
    set_zero();
    for (std::size_t set = 0; set < size_; ++set)
      for_each_subset(set, [&](std::size_t part) {
        by.add_product(Scalar(1), a[part], false, b[set & ~part], false, (*this)[set]);
      });
  }

  /// b ← a⁻¹ b.
  friend void solve(std::string_view operation, const Jet& a, const Jet& b, Run<Scalar>& run) {
    const Lu<Scalar> lu(operation, a[0], run);
    View<Scalar> right = run.matrix(a.n_, a.n_);
    for (std::size_t set = 0; set < a.size_; ++set) {
      for_each_subset(set, [&](std::size_t part) {
        if (part == 0) return;
        run.linear_algebra().add_product(Scalar(-1), a[part], false, b[set & ~part], false, b[set]);
      });
      right = b[set];
      lu.solve(right, b[set]);
    }
  }

 private:
  static void for_each_subset(std::size_t set, auto&& use) {
    for (std::size_t part = set;; part = (part - 1) & set) {
      use(part);
      if (part == 0) return;
    }
  }
  View<Scalar> whole() const { return {data_, n_, n_ * static_cast<Index>(size_)}; }

  Scalar* data_;
  std::size_t size_;
  Index n_;
};

/// The Padé approximant p(A)/p(−A) of degree m to exp(A).
template <class Scalar>
class Pade {
 public:
  /// Jets of scratch memory that an evaluation takes.
  static constexpr std::size_t jets = 9;

  explicit Pade(int m) : degree_(static_cast<std::size_t>(m)), coefficients_{1} {
    for (int j = 1; j <= m; ++j)
      coefficients_[static_cast<std::size_t>(j)] = coefficients_[static_cast<std::size_t>(j - 1)] *
                                                   static_cast<Scalar>(m - j + 1) /
                                                   static_cast<Scalar>((2 * m - j + 1) * j);
  }

  /// log₂ of the greatest ‖A‖ for which the approximant is exp(A + ΔA) with ‖ΔA‖ ≤ u ‖A‖, and the same of its
  /// first k ≤ 2m derivatives: the first term of the series of ΔA, (m!)² / ((2m)! (2m+1)!) A^(2m+1), and a margin
  /// for the rest. Up to ‖A‖ = 1 the k-th derivative of this term counts most, which is of degree 2m + 1 − k.
  static double log2_reach(int m, std::size_t k) {
    const double u = std::log2(static_cast<double>(std::numeric_limits<Scalar>::epsilon())) - 1;
    double first = 0;
    for (int j = m + 1; j <= 2 * m; ++j) first -= 2 * std::log2(j);
    first -= std::log2(2 * m + 1);
    const double margin = -0.03, order = static_cast<double>(k);
    const double room = u - first - order * std::log2(2 * m + 1);
    const double degree = room > 0 ? 2 * m : 2 * m + 1 - std::max(1.0, order);
    return room / degree + margin;
  }

  Jet<Scalar> operator()(std::string_view operation, const Jet<Scalar>& a, Run<Scalar>& run) const {
    const auto jet = [&] { return Jet<Scalar>(a.size(), a[0].rows(), run); };
    const std::array<Jet<Scalar>, 4> even{jet(), jet(), jet(), jet()};  // A², A⁴, …
    const std::size_t powers = degree_ == 13 ? 3 : degree_ / 2;
    const LinearAlgebra<Scalar>& by = run.linear_algebra();
    even[0].set_product(a, a, by);
    for (std::size_t i = 1; i < powers; ++i) even[i].set_product(even[0], even[i - 1], by);
    // Σ c_{first + 2i} A^{2i} for i from 0 (or 1) to `powers`.
    const auto set_polynomial = [&](const Jet<Scalar>& sum, std::size_t first, bool with_identity) {
      sum.set_zero();
      if (with_identity) sum.add_identity(coefficients_[first]);
      for (std::size_t i = 0; i < powers; ++i) sum.add_multiple(coefficients_[first + 2 * (i + 1)], even[i]);
    };
    const Jet<Scalar> odd = jet(), p = jet(), q = jet(), part = jet(), product = jet();
    set_polynomial(odd, 1, true);
    set_polynomial(p, 0, true);
    if (degree_ == 13) {
      set_polynomial(part, 7, false);
      product.set_product(even[2], part, by);
      odd.add_multiple(1, product);
      set_polynomial(part, 6, false);
      product.set_product(even[2], part, by);
      p.add_multiple(1, product);
    }
    product.set_product(a, odd, by);
    q.set(p);
    p.add_multiple(1, product);
    q.add_multiple(-1, product);
    solve(operation, q, p, run);
    return p;
  }

 private:
  std::size_t degree_;
  std::array<Scalar, 14> coefficients_;  // of p, the constant one being 1
};

/// log₂ ‖A‖₁, which cannot overflow on the way; −∞ for A = 0.
template <class Scalar>
double log2_norm(const ConstView<Scalar>& a) {
  const Scalar greatest = a.cwiseAbs().maxCoeff();
  if (greatest == 0) return -std::numeric_limits<double>::infinity();
  const Scalar relative = (a.cwiseAbs() / greatest).colwise().sum().maxCoeff();
  return std::log2(static_cast<double>(relative)) + static_cast<double>(std::log2(greatest));
}

/// The derivative of exp at in[0] in the directions in[1], in[2], …; without directions exp itself.
template <class Scalar>
void differentiate_exponential(std::string_view operation, Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) {
  for (const ConstView<Scalar>& input : in) require_finite(operation, input);
  if (out.size() == 0) return;
  const std::size_t k = in.size() - 1;
  const double norm = log2_norm(in[0]);
  int degree = 3;
  const auto is_enough = [&](int m) {
    return k <= 2 * static_cast<std::size_t>(m) && norm <= Pade<Scalar>::log2_reach(m, k);
  };
  while (degree < 13 && !is_enough(degree)) degree = degree == 9 ? 13 : degree + 2;
  const int squarings =
      degree < 13 ? 0 : static_cast<int>(std::max(0.0, std::ceil(norm - Pade<Scalar>::log2_reach(13, k))));

  const Scalar scale = std::ldexp(Scalar(1), -squarings);
  Jet<Scalar> x(std::size_t{1} << k, out.rows(), run);
  x.set_zero();
  x[0] = scale * in[0];
  for (std::size_t i = 0; i < k; ++i) x[std::size_t{1} << i] = scale * in[i + 1];
  Jet<Scalar> result = Pade<Scalar>(degree)(operation, x, run);
  for (int i = 0; i < squarings; ++i) {
    x.set_product(result, result, run.linear_algebra());
    std::swap(x, result);
  }

  if (!result.highest().allFinite()) {
    NonFiniteError error(std::string(operation) + ": the result overflows");
    error.add_context("scale the matrix, or subtract a multiple s I of the identity: exp(A) = eˢ exp(A − s I)");
    throw error;
  }
  out = result.highest();
}

/// With the jet of the argument, the factors and a right-hand side.
std::size_t scratch_of_exponential(const Expr& z) {
  const std::size_t parts = std::size_t{1} << (z.inputs().size() - 1);
  return ((Pade<double>::jets + 1) * parts + 1) * static_cast<std::size_t>(z.shape().size()) +
         Lu<double>::scratch(z.rows());
}

constexpr std::string_view exponential_hint = "for the exponentials of the entries write exp(…)";

double exponential_flops(const Expr& z) {
  const double n = static_cast<double>(z.rows());
  return 24 * n * n * n * std::pow(3.0, static_cast<double>(z.inputs().size()) - 1);
}

class MatrixExponential final : public OpOf<MatrixExponential> {
 public:
  static constexpr std::string_view function = "matrix_exponential";

  Shape shape(std::span<const Expr> inputs) const override {
    return square_shape(function, inputs[0], exponential_hint);
  }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    differentiate_exponential(function, in, out, run);
  }
  std::size_t scratch(const Expr& z) const override { return scratch_of_exponential(z); }
  Expr vjp(std::size_t, const Expr& z, const Expr& adjoint) const override {
    return matrix_exponential_derivative(transpose(z.input(0)), adjoint);
  }
  double cost(const Expr& z) const override { return exponential_flops(z); }
};

class MatrixExponentialDerivative final : public OpOf<MatrixExponentialDerivative> {
 public:
  static constexpr std::string_view function = "matrix_exponential_derivative";

  Shape shape(std::span<const Expr> inputs) const override {
    const Shape size = square_shape(function, inputs[0], exponential_hint);
    if (inputs.size() == 1) throw ShapeError(std::string(function) + ": no directions: give at least one matrix");
    for (const Expr& direction : inputs.subspan(1)) {
      if (direction.shape() == size) continue;
      ShapeError error(std::string(function) + ": the shapes of " + described(inputs[0]) + " and " +
                       described(direction) + " differ");
      error.add_context("a direction at a matrix is a matrix of the same shape");
      throw error;
    }
    return size;
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    differentiate_exponential(function, in, out, run);
  }
  std::size_t scratch(const Expr& z) const override { return scratch_of_exponential(z); }

  // ⟨G, P E Q⟩ = ⟨Pᵀ G Qᵀ, E⟩ for every product of As and Es in the power series, and reversing a product gives
  // another one of them.
  Expr vjp(std::size_t i, const Expr& z, const Expr& adjoint) const override {
    std::vector<Expr> directions;
    for (std::size_t j = 1; j < z.inputs().size(); ++j)
      if (j != i) directions.push_back(transpose(z.input(j)));
    directions.push_back(adjoint);
    return matrix_exponential_derivative(transpose(z.input(0)), directions);
  }

  double cost(const Expr& z) const override { return exponential_flops(z); }
};

}  // namespace

Expr matrix_exponential(const Operand& a) { return apply(shared<MatrixExponential>(), {a}); }
Expr matrix_exponential_derivative(const Operand& a, const Operand& direction) {
  return apply(shared<MatrixExponentialDerivative>(), {a, direction});
}
Expr matrix_exponential_derivative(const Operand& a, const std::vector<Expr>& directions) {
  std::vector<Operand> operands{a};
  for (const Expr& direction : directions) operands.emplace_back(direction, a.file(), a.line());
  return apply(shared<MatrixExponentialDerivative>(), std::span<const Operand>(operands));
}

}  // namespace matgrad
