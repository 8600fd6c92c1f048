#include "matgrad/autodiff/tape/plan.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/tape/record.hpp"

using namespace matgrad;

namespace {

constexpr std::size_t entry = sizeof(double);

Plan planned(std::vector<Expr> inputs, std::vector<Expr> outputs) {
  return plan_buffers(record(std::move(inputs), outputs), entry);
}

/// The negative of its input, by way of as much scratch memory.
class NegativeByScratch final : public OpOf<NegativeByScratch> {
 public:
  static constexpr std::string_view function = "negative_by_scratch";
  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  std::size_t scratch(const Expr& z) const override { return static_cast<std::size_t>(z.shape().size()); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out, Run<Scalar>& run) const {
    View<Scalar> copy = run.matrix(out.rows(), out.cols());
    copy = in[0];
    out = -copy;
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return -adjoint; }
};

/// Plays the tape with, instead of numbers, a stamp on each byte that says which value was written there last.
/// False if an operand or output was overwritten before its use, or a result overlaps an operand it may not.
bool is_sound(const Tape& tape, const Plan& plan) {
  std::vector<std::size_t> stamps(plan.bytes, Tape::no_value);
  const auto bytes = [&](std::size_t value) {
    const std::size_t result = value - tape.first_result();
    return std::span(stamps).subspan(plan.results[result].offset,
                                     static_cast<std::size_t>(tape.expr(value).shape().size()) * entry);
  };
  const auto intact = [&](std::size_t value) {
    return !tape.is_result(value) || std::ranges::all_of(bytes(value), [=](std::size_t s) { return s == value; });
  };
  for (std::size_t i = 0; i < tape.instructions.size(); ++i) {
    const auto operands = tape.operands_of(tape.instructions[i]);
    if (!std::ranges::all_of(operands, intact)) return false;
    const std::size_t result = tape.first_result() + i;
    std::ranges::fill(bytes(result), result);
    const Expr& expr = tape.instructions[i].expr;
    std::ranges::fill(std::span(stamps).subspan(plan.results[i].scratch, expr.op().scratch(expr) * entry),
                      Tape::no_value);
    if (!intact(result)) return false;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      const bool may = plan.results[i].overwritten == operands[k] && expr.op().may_overwrite(k) &&
                       std::ranges::count(operands, operands[k]) == 1;
      if (!may && !intact(operands[k])) return false;
    }
  }
  return std::ranges::all_of(tape.outputs, intact);
}

/// A tape over matrices of few shapes, so that buffers are reused often.
Tape random_tape(unsigned seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  std::vector<Expr> inputs{variable("a", 1, 1), variable("b", 3, 5), variable("c", 5, 3), variable("d", 20, 7)};
  std::vector<Expr> pool = inputs;
  for (int i = 0; i < 60; ++i) {
    const Expr& a = pool[below(pool.size())];
    const Expr& b = pool[below(pool.size())];
    if (a.shape() == b.shape() && below(3) > 0)
      pool.push_back(below(2) > 0 ? a + b : hadamard(a, b));
    else if (a.cols() == b.rows() && below(2) > 0)
      pool.push_back(a * b);
    else if (below(3) > 0)
      pool.push_back(below(2) > 0 ? -a : Expr(shared<NegativeByScratch>(), {a}));
    else
      pool.push_back(below(4) > 0 ? transpose(a) : sum(a));
  }
  std::vector<Expr> outputs(pool.end() - 4, pool.end());
  return record(std::move(inputs), outputs);
}

}  // namespace

TEST_CASE("no value is overwritten before its last use") {
  std::size_t overwritten = 0, reused = 0;
  for (unsigned seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    const Tape tape = random_tape(seed);
    const Plan plan = plan_buffers(tape, entry);
    CHECK(is_sound(tape, plan));
    std::size_t total = 0;
    for (std::size_t i = 0; i < tape.instructions.size(); ++i) {
      total += static_cast<std::size_t>(tape.instructions[i].expr.shape().size()) * entry;
      if (plan.results[i].overwritten != Tape::no_value) ++overwritten;
    }
    if (plan.bytes < total) ++reused;
  }
  CHECK(overwritten > 300);
  CHECK(reused > 200);
}

TEST_CASE("the check of soundness finds a broken plan") {
  const Expr a = variable("a", 4, 4);
  const Tape tape = record({a}, std::vector{transpose(transpose(a))});
  Plan plan = plan_buffers(tape, entry);
  CHECK(is_sound(tape, plan));
  plan.results[1].offset = plan.results[0].offset;
  CHECK_FALSE(is_sound(tape, plan));

  const Tape with_scratch = record({a}, std::vector{Expr(shared<NegativeByScratch>(), {transpose(a)})});
  for (const std::size_t value : {0, 1}) {
    Plan broken = plan_buffers(with_scratch, entry);
    CHECK(is_sound(with_scratch, broken));
    broken.results[1].scratch = broken.results[value].offset;
    CHECK_FALSE(is_sound(with_scratch, broken));
  }
}

TEST_CASE("an elementwise result takes over the buffer of an operand that dies") {
  const Expr a = variable("a", 8, 8), b = variable("b", 8, 8);
  const Expr t = transpose(a);
  CHECK(planned({a, b}, {t + b}).results[1].overwritten == 2);
  CHECK(planned({a, b}, {b - t}).results[1].overwritten == 2);
  CHECK(planned({a, b}, {t + b}).bytes == 8 * 8 * entry);
}

TEST_CASE("a buffer is not taken over from an input, an output, a value used later, twice, or of another shape") {
  const Expr a = variable("a", 8, 8), b = variable("b", 8, 8);
  const Expr t = transpose(a);
  CHECK(planned({a, b}, {a + b}).results[0].overwritten == Tape::no_value);
  CHECK(planned({a, b}, {t, t + b}).results[1].overwritten == Tape::no_value);
  CHECK(planned({a, b}, {(t + b) * t}).results[1].overwritten == Tape::no_value);
  CHECK(planned({a, b}, {hadamard(t, t)}).results[1].overwritten == Tape::no_value);
  CHECK(planned({a, b}, {sum(t) + b}).results[2].overwritten == Tape::no_value);
  CHECK(planned({a, b}, {transpose(t)}).results[1].overwritten == Tape::no_value);
}

TEST_CASE("the peak of a chain does not depend on its length") {
  const auto bytes = [](int length) {
    const Expr a = variable("a", 10, 20);
    Expr y = a;
    for (int i = 0; i < length; ++i) y = transpose(y);
    return planned({a}, {y}).bytes;
  };
  CHECK(bytes(2) == 2 * 10 * 20 * entry);
  CHECK(bytes(3) == bytes(2));
  CHECK(bytes(1000) == bytes(2));
}

TEST_CASE("freed neighbours merge and serve a larger value") {
  const Expr a = variable("a", 8, 2), b = variable("b", 8, 2);
  const Expr small = transpose(a) * transpose(transpose(b));  // the 2×8 pieces are free afterwards
  const Plan plan = planned({a, b}, {b * transpose(small)});
  CHECK(plan.bytes <= 3 * 8 * 2 * entry + 2 * 64);
}

TEST_CASE("scalars lie side by side, larger values on cache lines") {
  const Expr x = variable("x", 1), y = variable("y", 3, 5);
  std::vector<Expr> scalars{transpose(y)};
  for (int i = 1; i <= 1000; ++i) scalars.push_back(static_cast<double>(i) * x);
  const Plan plan = planned({x, y}, scalars);
  CHECK(plan.bytes == 1000 * entry + 128);
  CHECK(plan.results[0].offset % cache_line == 0);
}

TEST_CASE("empty values need no memory") {
  const Expr a = variable("a", 0, 3);
  CHECK(planned({a}, {transpose(a) + transpose(a)}).bytes == 0);
}
