#include "matgrad/autodiff/expression/contribution.hpp"

#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"

namespace matgrad {

Expr contribution(const Expr& z, std::size_t i, const Expr& adjoint) {
  Expr value = z.op().vjp(i, z, adjoint);
  const Expr& input = z.input(i);
  if (value.shape() == input.shape()) return value;
  ShapeError error(std::string(z.op().name()) + ": its vjp for input " + std::to_string(i + 1) + ", " +
                   to_text(input) + " (" + to_string(input.shape()) + "), has the shape " +
                   to_string(value.shape()));
  error.add_context("what flows back to an input must have the input's shape: mend vjp()");
  throw error;
}

}  // namespace matgrad
