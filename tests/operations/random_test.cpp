#include "matgrad/autodiff/operations/random.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/linear_algebra/evaluate_operation.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/philox.hpp>
#include <matgrad/autodiff/operations/random_leaf.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

/// A leaf has a value once it has a number.
Expr drawn(const Expr& leaf) { return with_draws({leaf}, DrawnBy::workspace).front(); }

/// The two 64-bit numbers of entries 2k and 2k + 1, of leaf 1 for seed 0 and run 0.
std::uint64_t bits_of_entry(Index k) {
  const PhiloxCounter words = philox({static_cast<std::uint32_t>(k / 2), 1, 0, 0}, {0, 0});
  const std::size_t first = k % 2 == 0 ? 0 : 2;
  return words[first] + (std::uint64_t(words[first + 1]) << 32);
}

double uniform_of_entry(Index k) {
  return static_cast<double>(2 * (bits_of_entry(k) / 4096) + 1) / 9007199254740992.0;
}

/// Box and Muller, in long double.
double normal_of_entry(Index k) {
  const Index even = k - k % 2;
  const long double u = (static_cast<long double>(bits_of_entry(even)) + 0.5L) / 18446744073709551616.0L;
  const long double angle = 2 * std::numbers::pi_v<long double> * uniform_of_entry(even + 1);
  const long double radius = std::sqrt(-2 * std::log(u));
  return static_cast<double>(radius * (k == even ? std::cos(angle) : std::sin(angle)));
}

Value filled(Shape shape, double (*entry)(Index)) {
  Value value(shape.rows, shape.cols);
  for (Index k = 0; k < value.size(); ++k) value.data()[k] = entry(k);
  return value;
}

Shape shape_of(const Value& value) { return {value.rows(), value.cols()}; }

Value chosen_classes(const Value& p) {
  Value classes(1, p.cols());
  for (Index j = 0; j < p.cols(); ++j) {
    Index i = 0;
    for (double below = p(0, j); below <= uniform_of_entry(j); below += p(i, j)) ++i;
    classes(0, j) = static_cast<double>(i);
  }
  return classes;
}

/// Columns of positive numbers that sum to 1, which float holds exactly.
Input distributions(Index rows, Index cols) {
  return {.shape = {rows, cols}, .low = 1, .high = 8, .made = [](const Value& a) -> Value {
            Value p = a.array().round() / 64;
            p.bottomRows(1).setZero();
            p.bottomRows(1) = 1 - p.colwise().sum().array();
            return p;
          }};
}

/// The first uniform number of leaf 1.
template <class Scalar>
double first_uniform(std::uint64_t seed, std::uint64_t run, Scalar) {
  const Expr draw = drawn(uniform(1));
  Matrix<Scalar> state(random_state_size, 1), out(1, 1);
  write_random_state(seed, run, state.data());
  const ConstView<Scalar> input(state.data(), random_state_size, 1);
  evaluate_operation(draw, Inputs<Scalar>(&input, 1), View<Scalar>(out.data(), 1, 1));
  return static_cast<double>(out(0, 0));
}

Input probabilities(Index rows, Index cols = 1) { return between(0, 1, rows, cols); }

OpRow standard_row(std::string name, Expr (*like)(const Operand&), double (*entry)(Index)) {
  return {.name = name,
          .build = [like](const Exprs& x) { return drawn(like(x[0])); },
          .value = [entry](const Values& x) { return filled(shape_of(x[0]), entry); },
          .cases = {{real(3, 2)}, {real(5, 7)}, {real(1, 1)}, {real(0, 3)}},
          .text = name + "₁(A)"};
}

OpRow sized_row(std::string name, Expr (*sized)(Index, Index), double (*entry)(Index)) {
  return {.name = name,
          .build = [sized](const Exprs& x) { return hadamard(x[0], drawn(sized(3, 5))); },
          .value =
              [entry](const Values& x) {
                return x[0].cwiseProduct(filled({3, 5}, entry)).eval();
              },
          .cases = {{real(3, 5)}},
          .text = "A ∘ " + name + "₁(3, 5)"};
}

}  // namespace

std::vector<OpRow> random_rows() {
  return {
      standard_row("normal_like", normal_like, normal_of_entry),
      standard_row("uniform_like", uniform_like, uniform_of_entry),
      sized_row("normal", normal, normal_of_entry),
      sized_row("uniform", uniform, uniform_of_entry),
      {.name = "bernoulli",
       .build = [](const Exprs& x) { return drawn(bernoulli(x[0])); },
       .value = [](const Values& x) -> Value {
         return (filled(shape_of(x[0]), uniform_of_entry).array() < x[0].array()).cast<double>();
       },
       .cases = {{probabilities(3, 4)}, {probabilities(20, 20)}, {probabilities(1)}, {probabilities(0, 2)}},
       .text = "bernoulli₁(A)",
       .order = 0},
      {.name = "bernoulli_like",
       .build = [](const Exprs& x) { return drawn(bernoulli_like(x[0], x[1])); },
       .value = [](const Values& x) -> Value {
         return (filled(shape_of(x[1]), uniform_of_entry).array() < x[0](0, 0)).cast<double>();
       },
       .cases = {{probabilities(1), real(20, 3)}, {probabilities(1), real(1, 1)}, {probabilities(1), real(2, 0)}},
       .text = "bernoulli₁(A ∘ 1₂₀ₓ₃)",
       .unfitting = {{{2, 3}, {3, 2}}},
       .order = 0},
      {.name = "categorical",
       .build = [](const Exprs& x) { return drawn(categorical(x[0])); },
       .value = [](const Values& x) { return chosen_classes(x[0]); },
       .cases = {{distributions(4, 3)}, {distributions(7, 100)}, {distributions(1, 5)}, {distributions(3, 0)}},
       .text = "categorical₁(A)",
       .unfitting = {{{0, 3}}},
       .order = 0},
  };
}

TEST_CASE("random leaves have the stated value and print") { check_rows(random_rows()); }

TEST_CASE("Philox4x32-10 gives the published answers") {
  // Random123, tests/kat_vectors.
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  constexpr std::uint32_t ones = 0xffffffff;
  CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
        PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("all 64 bits of seed and run number reach the generator, in float as in double") {
  const std::uint64_t seed = 0x0123456789abcdef, run = 0xfedcba9876543210;
  const PhiloxCounter words = philox({0, 1, 0x76543210, 0xfedcba98}, {0x89abcdef, 0x01234567});
  const double expected =
      (static_cast<double>((words[0] + (std::uint64_t(words[1]) << 32)) >> 12) + 0.5) * std::pow(2, -52);
  CHECK(first_uniform(seed, run, 0.0) == expected);
  CHECK(first_uniform(seed, run, 0.0L) == expected);
  CHECK(first_uniform(seed, run, 0.0f) == static_cast<float>(expected));
  for (int bit = 0; bit < 64; ++bit) {
    CHECK(first_uniform(seed ^ (std::uint64_t(1) << bit), run, 0.0f) != static_cast<float>(expected));
    CHECK(first_uniform(seed, run ^ (std::uint64_t(1) << bit), 0.0f) != static_cast<float>(expected));
  }
}

TEST_CASE("bernoulli and categorical are sure where probabilities are 0 or 1") {
  const Expr p = variable("p", 1000);
  CHECK(evaluated<double>(drawn(bernoulli(p)), {{p.id(), Value::Zero(1000, 1)}}) == Value::Zero(1000, 1));
  CHECK(evaluated<double>(drawn(bernoulli(p)), {{p.id(), Value::Ones(1000, 1)}}) == Value::Ones(1000, 1));
  const Expr P = variable("P", 4, 1000);
  const Value column{{0}, {0.5}, {0}, {0.5}};
  const Value classes = evaluated<double>(drawn(categorical(P)), {{P.id(), column.replicate(1, 1000)}});
  CHECK((classes.array() == 1 || classes.array() == 3).all());
  CHECK((classes.array() == 1).count() == doctest::Approx(500).epsilon(0.1));
  const Value last{{0}, {0}, {0}, {1}};
  CHECK((evaluated<double>(drawn(categorical(P)), {{P.id(), last.replicate(1, 1000)}}).array() == 3).all());
}

TEST_CASE("what are no probabilities is refused, and named") {
  const Expr p = variable("p", 2, 2), P = variable("P", 2, 2);
  const auto bad = [&](double value) { return Value{{0.5, 0.5}, {0.5, value}}; };
  for (const double value : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()})
    CHECK_THROWS_AS(evaluated<double>(drawn(bernoulli(p)), {{p.id(), bad(value)}}), DomainError);
  CHECK_THROWS_WITH_AS(evaluated<double>(drawn(bernoulli(p)), {{p.id(), bad(1.5)}}),
                       doctest::Contains("entry (1, 1) is 1.5"), DomainError);
  for (const double value : {-0.5, 0.4, 0.6, std::numeric_limits<double>::infinity(), std::nan("")})
    CHECK_THROWS_AS(evaluated<double>(drawn(categorical(P)), {{P.id(), bad(value)}}), DomainError);
  CHECK_THROWS_WITH_AS(evaluated<double>(drawn(categorical(P)), {{P.id(), bad(0.75)}}),
                       doctest::Contains("column 1 sums to 1.25"), DomainError);
  CHECK_NOTHROW(evaluated<float>(drawn(categorical(P)), {{P.id(), bad(0.50001).cast<float>()}}));
}

TEST_CASE("sizes that are negative or too large are refused") {
  CHECK_THROWS_AS(normal(-1), ShapeError);
  CHECK_THROWS_AS(uniform(2, -3), ShapeError);
  CHECK_THROWS_AS(normal(Index(1) << 20, (Index(1) << 13) + 1), ShapeError);
  CHECK(normal(Index(1) << 20, Index(1) << 13).cols() == 8192);
}

TEST_CASE("discrete draws have no derivative, the others none to pass on") {
  const Expr x = variable("x", 3, 2);
  CHECK_THROWS_WITH_AS(gradient(sum(bernoulli(x)), x),
                       doctest::Contains("bernoulli has no derivative with respect to input 1, x (3×2)"),
                       DerivativeError);
  CHECK_THROWS_WITH_AS(gradient(sum(categorical(x)), x),
                       doctest::Contains("categorical has no derivative with respect to input 1, x (3×2)"),
                       DerivativeError);
  CHECK(to_text(gradient(sum(hadamard(x, bernoulli(stop_gradient(x)))), x)) == "bernoulli(stop_gradient(x))");
  CHECK(to_text(gradient(sum(hadamard(x, normal_like(x))), x)) == "normal_like(x)");
  CHECK(to_text(gradient(sum(uniform_like(x)), x)) == "0");
}

TEST_CASE("a leaf prints as it was written, and has no value without a number") {
  const Expr x = variable("x", 3, 2);
  CHECK(to_text(normal_like(x) + normal(3, 2)) == "normal_like(x) + normal(3, 2)");
  CHECK(to_text(uniform(4)) == "uniform(4, 1)");
  CHECK_THROWS_AS(evaluated<double>(normal(2), {}), MissingInputError);
}

TEST_CASE("float is the rounding of double, but never 1") {
  const Expr u = drawn(uniform(1000, 100)), n = drawn(normal(1000, 100));
  CHECK(evaluated<float>(n, {}) == evaluated<double>(n, {}).cast<float>());
  CHECK(evaluated<float>(u, {}) == evaluated<double>(u, {}).cast<float>());
  CHECK(evaluated<long double>(n, {}) == evaluated<double>(n, {}).cast<long double>());
  CHECK(evaluated<long double>(u, {}) == evaluated<double>(u, {}).cast<long double>());

  constexpr std::uint64_t near_one = 48063891;  // a seed whose first number rounds to 1 in float
  CHECK(static_cast<float>(first_uniform(near_one, 0, 0.0)) == 1);
  CHECK(first_uniform(near_one, 0, 0.0f) == 1 - std::pow(2, -24));
}

}  // namespace matgrad::tests
