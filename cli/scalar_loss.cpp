#include "cli/scalar_loss.hpp"

#include <matgrad/autodiff/check/random_value.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

namespace matgrad::cli {

Expr scalar_loss(CommandQuestion& question, std::uint64_t seed) {
  const Expr& y = question.result();
  if (y.shape().is_scalar()) return y;
  question.note("the formula is " + to_string(y.shape()) +
                ": its inner product with a random matrix of that shape is taken instead");
  return dot(constant(random_adjoint(y.shape(), seed)), y);
}

}  // namespace matgrad::cli
