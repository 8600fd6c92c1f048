#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
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
template <class Scalar>
class Jet {
 public:
  Jet(std::size_t parts, Index n) : parts_(parts, Matrix<Scalar>::Zero(n, n)) {}

  Matrix<Scalar>& operator[](std::size_t set) { return parts_[set]; }
  const Matrix<Scalar>& operator[](std::size_t set) const { return parts_[set]; }
  std::size_t size() const { return parts_.size(); }
  const Matrix<Scalar>& highest() const { return parts_.back(); }

  void add_multiple(Scalar factor, const Jet& other) {
    for (std::size_t set = 0; set < size(); ++set) parts_[set] += factor * other[set];
  }
  void add_identity(Scalar factor) { parts_[0].diagonal().array() += factor; }

  friend Jet operator*(const Jet& a, const Jet& b) {
    Jet product(a.size(), a[0].rows());
    for (std::size_t set = 0; set < a.size(); ++set)
      for_each_subset(set, [&](std::size_t part) { product[set].noalias() += a[part] * b[set & ~part]; });
    return product;
  }

  /// a⁻¹ b.
  friend Jet solve(std::string_view operation, const Jet& a, Jet b) {
    const Index n = a[0].rows();
    const Lu<Scalar> lu(operation, ConstView<Scalar>(a[0].data(), n, n));
    for (std::size_t set = 0; set < a.size(); ++set) {
      for_each_subset(set, [&](std::size_t part) {
        if (part != 0) b[set].noalias() -= a[part] * b[set & ~part];
      });
      lu.solve_in_place(View<Scalar>(b[set].data(), n, n));
    }
    return b;
  }

 private:
  static void for_each_subset(std::size_t set, auto&& use) {
    for (std::size_t part = set;; part = (part - 1) & set) {
      use(part);
      if (part == 0) return;
    }
  }

  std::vector<Matrix<Scalar>> parts_;
};

/// The Padé approximant p(A)/p(−A) of degree m to exp(A).
template <class Scalar>
class Pade {
 public:
  explicit Pade(int m) : coefficients_{1} {
    for (int j = 1; j <= m; ++j)
      coefficients_.push_back(coefficients_.back() * static_cast<Scalar>(m - j + 1) /
                              static_cast<Scalar>((2 * m - j + 1) * j));
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

  Jet<Scalar> operator()(std::string_view operation, const Jet<Scalar>& a) const {
    const std::size_t m = coefficients_.size() - 1;
    const std::size_t powers = m == 13 ? 3 : m / 2;
    std::vector<Jet<Scalar>> even{a * a};  // A², A⁴, …
    while (even.size() < powers) even.push_back(even.front() * even.back());
    // Σ c_{first + 2i} A^{2i} for i from 0 (or 1) to `powers`.
    const auto polynomial = [&](std::size_t first, bool with_identity) {
      Jet<Scalar> sum(a.size(), a[0].rows());
      if (with_identity) sum.add_identity(coefficients_[first]);
      for (std::size_t i = 0; i < powers; ++i) sum.add_multiple(coefficients_[first + 2 * (i + 1)], even[i]);
      return sum;
    };
    Jet<Scalar> odd = polynomial(1, true), p = polynomial(0, true);
    if (m == 13) {
      odd.add_multiple(1, even[2] * polynomial(7, false));
      p.add_multiple(1, even[2] * polynomial(6, false));
    }
    odd = a * odd;
    Jet<Scalar> q = p;
    p.add_multiple(1, odd);
    q.add_multiple(-1, odd);
    return solve(operation, q, std::move(p));
  }

 private:
  std::vector<Scalar> coefficients_;  // of p, the constant one being 1
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
void differentiate_exponential(std::string_view operation, Inputs<Scalar> in, View<Scalar> out) {
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
  Jet<Scalar> x(std::size_t{1} << k, out.rows());
  x[0] = scale * in[0];
  for (std::size_t i = 0; i < k; ++i) x[std::size_t{1} << i] = scale * in[i + 1];
  x = Pade<Scalar>(degree)(operation, x);
  for (int i = 0; i < squarings; ++i) x = x * x;

  if (!x.highest().allFinite()) {
    NonFiniteError error(std::string(operation) + ": the result overflows");
    error.add_context("scale the matrix, or subtract a multiple s I of the identity: exp(A) = eˢ exp(A − s I)");
    throw error;
  }
  out = x.highest();
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
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    differentiate_exponential(function, in, out);
  }
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
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    differentiate_exponential(function, in, out);
  }

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
