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
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/packed_factors.hpp"

namespace matgrad {
namespace {

class ByStructure final : public OpOf<ByStructure>, public Instruction {
 public:
  static constexpr std::string_view function = "by_structure";

  ByStructure(Structure structure, OpPtr original) : structure_(structure), original_(std::move(original)) {}

  auto attributes() const {
    static constexpr const char* names[] = {"diagonal", "triangular", "symmetric"};
    return std::tuple(std::string(names[static_cast<int>(structure_)]), std::string(original_->name()));
  }
  Shape shape(std::span<const Expr> inputs) const override { return original_->shape(inputs); }

  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    const bool finite = std::ranges::all_of(in, [](const auto& input) { return input.allFinite(); });
    if (!finite || !succeeds(in, out) || !out.allFinite()) original_->evaluate(in, out);
  }

  Expr vjp(std::size_t i, const Expr& z, const Expr&) const override { throw_no_derivative(z, i); }
  Expr meaning(std::span<const Expr> inputs) const override { return {original_, {inputs.begin(), inputs.end()}}; }

  Structure structure() const { return structure_; }
  std::string_view original_name() const { return original_->name(); }

  // As the operations themselves do, it leaves out the logarithms or products of a determinant's pivots.
  double cost(const Expr& z) const override {
    const double n = static_cast<double>(z.input(0).rows()), entries = static_cast<double>(z.shape().size());
    const std::string_view wanted = original_->name();
    const bool symmetric = structure_ == Structure::symmetric;
    if (wanted == "inverse") return symmetric ? n * n * n : entries;
    if (wanted == "solve") return symmetric ? n * n * n / 3 + 2 * n * entries : entries;
    return symmetric ? n * n * n / 3 : 0;
  }

 private:
  template <class Scalar>
  bool succeeds(Inputs<Scalar> in, View<Scalar> out) const {
    const ConstView<Scalar>& a = in[0];
    const std::string_view wanted = original_->name();
    if (structure_ == Structure::symmetric) {
      const Shape shape = packed_factors_shape(a.rows());
      Matrix<Scalar> factors(shape.rows, shape.cols);
      const ConstView<Scalar> packed(factors.data(), shape.rows, shape.cols);
      return factor_by_cholesky(a, View<Scalar>(factors.data(), shape.rows, shape.cols)) &&
             evaluate_factored(wanted, packed, false, in.subspan(1), out);
    }
    const Matrix<Scalar> d = a.diagonal();
    if (wanted != "inverse" && wanted != "solve") {
      const std::optional<Scalar> result = determinant_from_diagonal(wanted, d);
      out.fill(result.value_or(0));
      return result.has_value();
    }
    if ((d.array() == 0).any()) return false;
    if (wanted == "inverse") {
      out.setZero();
      out.diagonal() = d.cwiseInverse();
    } else {
      for (Index j = 0; j < out.cols(); ++j) out.col(j) = in[1].col(j).cwiseQuotient(d);
    }
    return true;
  }

  Structure structure_;
  OpPtr original_;
};

}  // namespace

Expr by_structure(Structure structure, const Expr& original) {
  return Expr(std::make_shared<ByStructure>(structure, original.shared_op()),
              {original.inputs().begin(), original.inputs().end()});
}

std::string_view symmetric_original(const Expr& expr) {
  const ByStructure* op = operation_as<ByStructure>(expr);
  return op != nullptr && op->structure() == Structure::symmetric ? op->original_name() : std::string_view();
}

}  // namespace matgrad
