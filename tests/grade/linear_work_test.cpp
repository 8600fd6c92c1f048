#include <doctest/doctest.h>

#include <cstddef>
#include <string>
#include <string_view>

#include <matgrad/autodiff/derive/derivation.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/grade/grade.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/allocation_count.hpp"

// Counted in bytes asked for, which are the same in each run: each node that is made or copied asks for some.

namespace matgrad::tests {
namespace {

struct Problem {
  Expr loss, wrt;
};

Problem net_with_shared_weights(int layers) {
  const Expr W = variable("W", 3, 3), x = variable("x", 3);
  Expr h = x;
  for (int i = 0; i < layers; ++i) h = tanh(W * h);
  return {sum(h), W};
}

Problem net_with_named_layers(int layers) {
  const Expr W = variable("W", 3, 3), b = variable("b", 3), x = variable("x", 3);
  Expr h = x;
  for (int i = 0; i < layers; ++i) h = named("h" + std::to_string(i + 1), h + tanh(W * h + b));
  return {squared_norm(h - x), W};
}

Problem product_of_scalars(int factors) {
  const Expr first = variable("a0", 1);
  Expr product = first;
  for (int i = 1; i < factors; ++i) product = product * variable("a" + std::to_string(i), 1);
  return {product, first};
}

template <class Work>
double bytes_of(const Work& work) {
  const std::size_t before = allocated_bytes();
  work();
  return static_cast<double>(allocated_bytes() - before);
}

void derive_and_write(const Problem& problem) { CHECK(!to_text(derive(problem.loss, problem.wrt)).empty()); }

void grade_a_right_answer(const Problem& problem) {
  CHECK(grade(problem.loss, problem.wrt, gradient(problem.loss, problem.wrt)).right());
}

}  // namespace

TEST_CASE("the work grows with the number of steps, not with its square") {
#ifdef MATGRAD_SANITIZED
  MESSAGE("skipped: the sanitizers hook malloc themselves");
  return;
#endif
  struct Row {
    std::string_view name;
    Problem (*problem)(int size);
    void (*work)(const Problem& problem);
    int size;
  };
  constexpr Row rows[] = {{"derive a net with shared weights", net_with_shared_weights, derive_and_write, 40},
                          {"derive a net with named layers", net_with_named_layers, derive_and_write, 30},
                          {"derive a product of scalars", product_of_scalars, derive_and_write, 500},
                          {"grade a net with shared weights", net_with_shared_weights, grade_a_right_answer, 40},
                          {"grade a product of scalars", product_of_scalars, grade_a_right_answer, 500}};
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const double once = bytes_of([&row] { row.work(row.problem(row.size)); });
    const double fourfold = bytes_of([&row] { row.work(row.problem(4 * row.size)); });
    CHECK(fourfold < 6 * once);  // 4 if linear, 16 if quadratic
  }
}

}  // namespace matgrad::tests
