#include "matgrad/autodiff/operations/broadcast.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

std::string suggestion(const Expr& a, const Expr& b) {
  const auto repeated = [](const Expr& vector, const Expr& matrix) -> std::string {
    if (vector.cols() == 1 && vector.rows() == matrix.rows())
      return "to repeat the column write columns(" + to_text(vector) + ", " + to_text(matrix) + ")";
    if (vector.rows() == 1 && vector.cols() == matrix.cols())
      return "to repeat the row write rows(" + to_text(vector) + ", " + to_text(matrix) + ")";
    return {};
  };
  if (const std::string text = repeated(a, b); !text.empty()) return text;
  if (const std::string text = repeated(b, a); !text.empty()) return text;
  if (a.shape() == b.shape().transposed())
    return (is_transpose(b) ? to_text(b.input(0)) : "transpose(" + to_text(b) + ")") + " would fit";
  return "only a scalar (1×1) goes with every shape";
}

}  // namespace

std::string described(const Expr& expr) { return to_text(expr) + " (" + to_string(expr.shape()) + ")"; }

Shape broadcast_shape(std::string_view operation, std::span<const Expr> inputs) {
  if (inputs.empty()) throw ShapeError(std::string(operation) + ": there is nothing to combine");
  const Expr* widest = &inputs[0];
  for (const Expr& input : inputs) {
    if (input.shape() == widest->shape() || input.shape().is_scalar()) continue;
    if (!widest->shape().is_scalar()) {
      ShapeError error(std::string(operation) + ": the shapes of " + described(*widest) + " and " +
                       described(input) + " differ");
      error.add_context(suggestion(*widest, input));
      throw error;
    }
    widest = &input;
  }
  return widest->shape();
}

Expr reduced_to(Shape shape, const Expr& adjoint) {
  return shape.is_scalar() && !adjoint.shape().is_scalar() ? sum(adjoint) : adjoint;
}

}  // namespace matgrad
