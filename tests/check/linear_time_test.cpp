#include <doctest/doctest.h>

#include <algorithm>
#include <ctime>
#include <string>
#include <string_view>

#include <matgrad/autodiff/check/derivation.hpp>
#include <matgrad/autodiff/check/derive.hpp>
#include <matgrad/autodiff/check/grade.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

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
double seconds(const Work& work) {
  double best = 1e9;
  for (int run = 0; run < 2; ++run) {
    const std::clock_t start = std::clock();
    work();
    best = std::min(best, static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC);
  }
  return best;
}

void derive_and_write(const Problem& problem) { CHECK(!to_text(derive(problem.loss, problem.wrt)).empty()); }

void grade_a_right_answer(const Problem& problem) {
  CHECK(grade(problem.loss, problem.wrt, gradient(problem.loss, problem.wrt)).right());
}

}  // namespace

TEST_CASE("time grows with the number of steps, not with its square") {
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
    const double once = seconds([&row] { row.work(row.problem(row.size)); });
    const double fourfold = seconds([&row] { row.work(row.problem(4 * row.size)); });
    CHECK(fourfold < 8 * once);  // 4 if linear, 16 if quadratic
  }
}

}  // namespace matgrad::tests
