#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/lu.hpp"
#include "matgrad/autodiff/operations/matrix_function.hpp"
#include "matgrad/autodiff/operations/reciprocal_condition.hpp"
#include "matgrad/autodiff/operations/requirement.hpp"

namespace matgrad {
namespace {

class ReciprocalCondition final : public OpOf<ReciprocalCondition> {
 public:
  static constexpr std::string_view function = "rcond";

  Shape shape(std::span<const Expr> inputs) const override {
    square_shape(function, inputs[0], "the condition number of a matrix that is not square is σ_max / σ_min");
    return {1, 1};
  }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    out.setConstant(value_of(in[0], run));
  }
  std::size_t scratch(const Expr& z) const override {
    const Shape size = z.input(0).shape();
    return Lu<double>::scratch(size.rows) + 2 * static_cast<std::size_t>(size.size());
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }

  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows());
    return 2 * n * n * n;
  }

 private:
  template <class Scalar>
  static Scalar value_of(const ConstView<Scalar>& a, Run<Scalar>& run) {
    require_finite(function, a);
    if (a.size() == 0) return 1;
    const Scalar greatest = a.cwiseAbs().maxCoeff();
    if (greatest == 0) return 0;
    // Brought to size 1, so that only the inverse can overflow.
    View<Scalar> scaled = run.matrix(a.rows(), a.cols()), inverse = run.matrix(a.rows(), a.cols());
    scaled = a / greatest;
    try {
      const Lu<Scalar> lu(function, scaled, run);
      lu.require_regular();
      lu.invert(inverse);
    } catch (const SingularError&) {
      return 0;  // the answer, not an error
    }
    return reciprocal_condition<Scalar>(scaled, inverse);
  }
};

}  // namespace

Expr rcond(const Operand& a) { return apply(shared<ReciprocalCondition>(), {a}); }

}  // namespace matgrad
