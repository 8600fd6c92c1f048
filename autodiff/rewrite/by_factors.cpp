#include "matgrad/autodiff/rewrite/by_factors.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <tuple>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reciprocal_condition.hpp"
#include "matgrad/autodiff/rewrite/factoring_function.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/packed_factors.hpp"

namespace matgrad {
namespace {

std::string text_of(Factoring how) { return how == Factoring::by_cholesky ? "symmetric" : "general"; }

/// The factors of its input.
class Factors final : public OpOf<Factors> {
 public:
  static constexpr std::string_view function = "factor";

  explicit Factors(Factoring how) : how_(how) {}

  auto attributes() const { return std::tuple(text_of(how_)); }
  Shape shape(std::span<const Expr> inputs) const override { return packed_factors_shape(inputs[0].rows()); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    factor(run.linear_algebra(), in[0], how_, out);
  }
  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.rows());
    return (how_ == Factoring::by_cholesky ? 1.0 : 2.0) / 3.0 * n * n * n;
  }

 private:
  Factoring how_;
};

/// rcond A, where neither its pivots nor its inverse come near the ends of the range.
template <class Scalar>
bool gives_rcond(const PackedFactors<Scalar>& factors, const ConstView<Scalar>& a, View<Scalar> out,
                 Run<Scalar>& run) {
  if (a.size() == 0) return false;
  const Scalar greatest = a.cwiseAbs().maxCoeff(), least = std::sqrt(std::numeric_limits<Scalar>::min());
  if (!(greatest > least && greatest < 1 / least)) return false;
  const View<Scalar> inverse = run.matrix(a.rows(), a.cols());
  factors.invert(inverse, run);
  out(0, 0) = reciprocal_condition<Scalar>(a, inverse);
  return inverse.allFinite();
}

/// det(A) A⁻ᵀ, where that keeps two thirds of the digits.
template <class Scalar>
bool gives_cofactors(const PackedFactors<Scalar>& factors, const ConstView<Scalar>& a, View<Scalar> out,
                     Run<Scalar>& run) {
  if (a.size() == 0) return true;
  const std::optional<Scalar> determinant = factors.determinant(FactoringFunction::determinant);
  if (!determinant || !std::isnormal(*determinant)) return false;
  factors.invert(out, run);
  if (!(reciprocal_condition<Scalar>(a, out) > std::cbrt(std::numeric_limits<Scalar>::epsilon()))) return false;
  out.transposeInPlace();
  out *= *determinant;
  return true;
}

/// The value of `original` by the factors in its first input; the others are those of the original, of which the
/// first is Aᵀ where A was factored if it is transposed.
class ByFactors final : public OpOf<ByFactors>, public Instruction {
 public:
  static constexpr std::string_view function = "by_factors";

  ByFactors(const Expr& original, FactoringFunction computed, Factoring how, bool transposed)
      : original_(original.shared_op()),
        computed_(computed),
        how_(how),
        transposed_(transposed),
        scratch_of_original_(original_->scratch(original)) {}

  auto attributes() const {
    return std::tuple(text_of(how_), std::string(original_->name()) + (transposed_ ? "ᵀ" : ""));
  }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs.subspan(1)); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const bool finite = std::ranges::all_of(in.subspan(2), [](const auto& other) { return other.allFinite(); });
    if (finite && succeeds(in, out, run)) return;
    if (may_leave_it_to_the_original()) return evaluate_original(in, out, run);
    // It throws: memory for it is not planned.
    std::vector<Scalar> memory(scratch_for_original(in[1].rows()));
    evaluate_original(in, out, Run<Scalar>(run.linear_algebra(), run.executor(), memory));
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> inputs) const override {
    std::vector<Expr> originals(inputs.begin() + 1, inputs.end());
    if (transposed_) originals[0] = transpose(originals[0]);
    return {original_, std::move(originals)};
  }

  std::size_t scratch(const Expr& z) const override {
    const std::size_t n = static_cast<std::size_t>(z.input(0).rows());
    const std::size_t of_original = may_leave_it_to_the_original() ? scratch_for_original(z.input(0).rows()) : 0;
    const std::size_t of_inverse = how_ == Factoring::by_cholesky ? n * n : 0;
    switch (computed_) {
      case FactoringFunction::solve:
        return transposed_ ? n : 0;
      case FactoringFunction::inverse:
        return of_inverse;
      case FactoringFunction::cofactor:
        return std::max(of_inverse, of_original);
      case FactoringFunction::rcond:
        return std::max(n * n + of_inverse, of_original);
      default:
        return 0;
    }
  }

  // As the operations themselves do, it leaves out the logarithms or products of a determinant's pivots.
  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows());
    switch (computed_) {
      case FactoringFunction::solve:
        return 2 * n * n * static_cast<double>(z.cols());
      case FactoringFunction::inverse:
      case FactoringFunction::cofactor:
      case FactoringFunction::rcond:
        return (how_ == Factoring::by_cholesky ? 2.0 : 4.0) / 3.0 * n * n * n;
      default:
        return 0;
    }
  }

 private:
  /// Cofactors of matrices near singular ones; rcond near the ends of the range.
  bool may_leave_it_to_the_original() const {
    return computed_ == FactoringFunction::cofactor || computed_ == FactoringFunction::rcond;
  }
  std::size_t scratch_for_original(Index n) const {
    return scratch_of_original_ + (transposed_ ? static_cast<std::size_t>(n * n) : 0);
  }
  template <class Scalar>
  void evaluate_original(Inputs<Scalar> in, View<Scalar> out, Run<Scalar> run) const {
    if (!transposed_) return original_->evaluate(in.subspan(1), out, run);
    View<Scalar> a = run.matrix(in[1].cols(), in[1].rows());
    a = in[1].transpose();
    const std::array<ConstView<Scalar>, 2> inputs{a, in.back()};
    original_->evaluate(Inputs<Scalar>(inputs).first(in.size() - 1), out, run);
  }

  template <class Scalar>
  bool succeeds(Inputs<Scalar> in, View<Scalar> out, Run<Scalar> run) const {
    const PackedFactors<Scalar> factors(in[0]);
    if (!factors.exist()) return false;
    switch (computed_) {
      case FactoringFunction::inverse:
        factors.invert(out, run);
        return out.allFinite();
      case FactoringFunction::solve:
        factors.solve(in[2], transposed_, out, run);
        return out.allFinite();
      case FactoringFunction::cholesky:
        if (factors.are_by_cholesky()) factors.copy_cholesky_factor(out);
        return factors.are_by_cholesky();
      case FactoringFunction::cofactor:
        return gives_cofactors(factors, in[1], out, run) && out.allFinite();
      case FactoringFunction::rcond:
        return gives_rcond(factors, in[1], out, run);
      default:
        const std::optional<Scalar> value = factors.determinant(computed_);
        out.fill(value.value_or(0));
        return value && std::isfinite(*value);
    }
  }

  OpPtr original_;
  FactoringFunction computed_;
  Factoring how_;
  bool transposed_;
  std::size_t scratch_of_original_;
};

}  // namespace

Expr by_factors(FactoringFunction function, const Expr& original, Facts of_matrix, bool is_shared,
                Interner& interner) {
  const bool symmetric = of_matrix.has(Fact::symmetric);
  if (function == FactoringFunction::cholesky && !(symmetric && is_shared)) return interner.intern(original);
  std::vector<Expr> operands(original.inputs().begin(), original.inputs().end());
  const bool transposed =
      is_transpose(operands[0]) && (function == FactoringFunction::solve || is_determinant(function));
  if (transposed) operands[0] = interner.intern(operands[0].input(0));
  const Factoring how = symmetric ? Factoring::by_cholesky : Factoring::by_lu;
  operands.insert(operands.begin(), interner.intern(std::make_shared<Factors>(how), {operands[0]}));
  return interner.intern(std::make_shared<ByFactors>(original, function, how, transposed), operands);
}

}  // namespace matgrad
