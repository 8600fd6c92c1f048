#include "cli/scalar_loss.hpp"

#include <matgrad/autodiff/check/random_value.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>

namespace matgrad::cli {

Expr scalar_loss(Question& question, std::uint64_t seed) {
  const Expr& y = question.result();
  if (y.shape().is_scalar()) return y;
  // Another part than those that values are drawn from.
  constexpr std::uint64_t part = 1'000'000;
  std::mt19937_64 random = random_generator(seed, part);
  question.note("the formula is " + to_string(y.shape()) +
                ": its inner product with a random matrix of that shape is taken instead");
  return dot(constant(random_value(y.shape(), {}, {}, random)), y);
}

}  // namespace matgrad::cli
