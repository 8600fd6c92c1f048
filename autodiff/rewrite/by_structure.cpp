#include "matgrad/autodiff/rewrite/by_structure.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/rewrite/determinant_from_diagonal.hpp"
#include "matgrad/autodiff/rewrite/factoring_function.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"

namespace matgrad {
namespace {

class ByStructure final : public OpOf<ByStructure>, public Instruction {
 public:
  static constexpr std::string_view function = "by_structure";

  ByStructure(Structure structure, OpPtr original, FactoringFunction computed)
      : structure_(structure), original_(std::move(original)), computed_(computed) {}

  auto attributes() const {
    static constexpr const char* names[] = {"diagonal", "triangular"};
    return std::tuple(std::string(names[static_cast<int>(structure_)]), std::string(original_->name()));
  }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    const bool finite = std::ranges::all_of(in, [](const auto& input) { return input.allFinite(); });
    if (!finite || !succeeds(in, out, run) || !out.allFinite()) original_->evaluate(in, out, run);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> inputs) const override { return {original_, {inputs.begin(), inputs.end()}}; }

  std::size_t scratch(const Expr& z) const override {
    return std::max(static_cast<std::size_t>(z.input(0).rows()), original_->scratch(meaning(z.inputs())));
  }

  // As the operations themselves do, it leaves out the logarithms or products of a determinant's pivots.
  double cost(const Expr& z) const override {
    return is_determinant(computed_) ? 0 : static_cast<double>(z.shape().size());
  }

 private:
  template <class Scalar>
  bool succeeds(Inputs<Scalar> in, View<Scalar> out, Run<Scalar> run) const {
    if (is_determinant(computed_)) {
      const std::optional<Scalar> result = determinant_from_diagonal(computed_, in[0]);
      out.fill(result.value_or(0));
      return result.has_value();
    }
    View<Scalar> d = run.matrix(in[0].rows(), 1);
    d = in[0].diagonal();
    if ((d.array() == 0).any()) return false;
    if (computed_ == FactoringFunction::inverse) {
      out.setZero();
      out.diagonal() = d.col(0).cwiseInverse();
    } else {
      for (Index j = 0; j < out.cols(); ++j) out.col(j) = in[1].col(j).cwiseQuotient(d.col(0));
    }
    return true;
  }

  Structure structure_;
  OpPtr original_;
  FactoringFunction computed_;
};

}  // namespace

Expr by_structure(Structure structure, const Expr& original) {
  return Expr(std::make_shared<ByStructure>(structure, original.shared_op(), *factoring_function(original)),
              {original.inputs().begin(), original.inputs().end()});
}

}  // namespace matgrad
