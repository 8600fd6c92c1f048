#include <doctest/doctest.h>

#include <matgrad/autodiff/kernels/kernels.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/special.hpp>
#include <matgrad/autodiff/operations/trigonometric.hpp>
#include <matgrad/autodiff/tape/function.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace matgrad::tests {
namespace {

using Reference = long double (*)(long double);

template <class Scalar>
struct KernelRow {
  const char* name;
  Kernel<Scalar> Kernels<Scalar>::*kernel;
  Reference reference;
};

template <class Scalar>
const std::vector<KernelRow<Scalar>>& kernel_rows() {
  using K = Kernels<Scalar>;
  using Real = long double;
  static const std::vector<KernelRow<Scalar>> rows = {
      {"exp", &K::exp, [](Real x) { return std::exp(x); }},
      {"expm1", &K::expm1, [](Real x) { return std::expm1(x); }},
      {"log", &K::log, [](Real x) { return std::log(x); }},
      {"log1p", &K::log1p, [](Real x) { return std::log1p(x); }},
      {"tanh", &K::tanh, [](Real x) { return std::tanh(x); }},
      {"sin", &K::sin, [](Real x) { return std::sin(x); }},
      {"cos", &K::cos, [](Real x) { return std::cos(x); }},
      {"erf", &K::erf, [](Real x) { return std::erf(x); }},
      {"sigmoid", &K::sigmoid,
       [](Real x) { return x > 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }},
      {"softplus", &K::softplus, [](Real x) { return (x > 0 ? x : 0) + std::log1p(std::exp(-std::abs(x))); }},
  };
  return rows;
}

template <class Scalar>
const Kernels<Scalar>& of(const KernelSet& set) {
  if constexpr (std::is_same_v<Scalar, float>)
    return set.of_float;
  else
    return set.of_double;
}

template <class Scalar>
using Pattern = std::conditional_t<sizeof(Scalar) == 8, std::uint64_t, std::uint32_t>;

template <class Scalar>
Pattern<Scalar> pattern(Scalar x) {
  Pattern<Scalar> bits;
  std::memcpy(&bits, &x, sizeof x);
  return bits;
}

/// Every pattern of bits, every range where a function changes its method, and what lies next to kπ/2.
template <class Scalar>
std::vector<Scalar> arguments() {
  using Limits = std::numeric_limits<Scalar>;
  std::vector<Scalar> x = {0,
                           1,
                           2,
                           Scalar(0.5),
                           Limits::infinity(),
                           Limits::quiet_NaN(),
                           Limits::min(),
                           Limits::denorm_min(),
                           Limits::min() / 2,
                           Limits::max(),
                           Limits::max() / 2,
                           Limits::epsilon(),
                           Limits::epsilon() / 2,
                           1 - Limits::epsilon() / 2};
  std::mt19937_64 generator(7);
  for (int i = 0; i < 30'000; ++i) {
    const auto bits = static_cast<Pattern<Scalar>>(generator());
    Scalar value;
    std::memcpy(&value, &bits, sizeof bits);
    x.push_back(value);
  }
  for (const double range : {1e-3, 1.0, 3.0, 7.0, 20.0, 104.0, 750.0, 2e4, 2e6, 1e9}) {
    std::uniform_real_distribution<double> uniform(-range, range);
    for (int i = 0; i < 10'000; ++i) x.push_back(static_cast<Scalar>(uniform(generator)));
  }
  for (int i = 0; i < 10'000; ++i) {
    const long double multiple = static_cast<long double>(generator() % 1'000'000) * 1.57079632679489661923L;
    const Scalar near = static_cast<Scalar>(multiple);
    x.insert(x.end(), {near, std::nextafter(near, Scalar(0)), std::nextafter(near, Limits::infinity())});
  }
  const std::size_t count = x.size();
  for (std::size_t i = 0; i < count; ++i) x.push_back(-x[i]);
  return x;
}

/// The distance in units in the last place of the true value, of the least normal number below that; infinite
/// where NaN, ∞ or the sign of a zero is wrong.
template <class Scalar>
long double error_in_ulps(Scalar value, long double truth) {
  using Limits = std::numeric_limits<Scalar>;
  const long double wrong = std::numeric_limits<long double>::infinity();
  if (std::isnan(truth) || std::isnan(value)) return std::isnan(truth) && std::isnan(value) ? 0 : wrong;
  const Scalar rounded = static_cast<Scalar>(truth);
  if (value == rounded) return rounded == 0 && std::signbit(value) != std::signbit(rounded) ? wrong : 0;
  int exponent = 0;
  std::frexp(truth, &exponent);
  const long double ulp = std::ldexp(1.0L, std::max(exponent, Limits::min_exponent) - Limits::digits);
  const long double overflow = std::ldexp(1.0L, Limits::max_exponent);
  const auto finite = [&](long double a) { return std::isinf(a) ? std::copysign(overflow, a) : a; };
  return std::isinf(truth) ? wrong : std::abs(finite(value) - truth) / ulp;
}

template <class Scalar>
std::string described_error(const char* name, const KernelSet& set, Scalar x, Scalar value, long double truth) {
  char text[160];
  std::snprintf(text, sizeof text, "%s of %d bits, %s: f(%.17g) = %.17g instead of %.17Lg", name,
                static_cast<int>(8 * sizeof(Scalar)), std::string(set.instructions).c_str(), double(x),
                double(value), truth);
  return text;
}

TEST_CASE_TEMPLATE("kernels are within 3 ulp everywhere", Scalar, float, double) {
  const std::vector<Scalar> x = arguments<Scalar>();
  std::vector<Scalar> out(x.size());
  for (const auto& row : kernel_rows<Scalar>()) {
    std::vector<long double> truth;
    for (const Scalar argument : x) truth.push_back(row.reference(argument));
    for (const KernelSet& set : available_kernels()) {
      (of<Scalar>(set).*row.kernel)(x.data(), out.data(), x.size());
      long double worst = -1;
      std::string text;
      for (std::size_t i = 0; i < x.size(); ++i) {
        const long double error = error_in_ulps(out[i], truth[i]);
        if (error <= worst) continue;
        worst = error;
        text = described_error(row.name, set, x[i], out[i], truth[i]);
      }
      INFO(text);
      CHECK(worst <= 3);
    }
  }
}

TEST_CASE_TEMPLATE("kernels at the ends of their domains", Scalar, float, double) {
  using Limits = std::numeric_limits<Scalar>;
  const Scalar infinity = Limits::infinity(), nan = Limits::quiet_NaN(), tiny = Limits::denorm_min();
  struct Point {
    Kernel<Scalar> Kernels<Scalar>::*kernel;
    Scalar x, value;
  };
  using K = Kernels<Scalar>;
  const std::vector<Point> points = {{&K::exp, -infinity, 0},
                                     {&K::exp, infinity, infinity},
                                     {&K::exp, Scalar(-0.0), 1},
                                     {&K::expm1, -infinity, -1},
                                     {&K::expm1, infinity, infinity},
                                     {&K::expm1, Scalar(-0.0), Scalar(-0.0)},
                                     {&K::expm1, -tiny, -tiny},
                                     {&K::log, 0, -infinity},
                                     {&K::log, Scalar(-0.0), -infinity},
                                     {&K::log, infinity, infinity},
                                     {&K::log, -tiny, nan},
                                     {&K::log, -infinity, nan},
                                     {&K::log, 1, 0},
                                     {&K::log1p, -1, -infinity},
                                     {&K::log1p, -2, nan},
                                     {&K::log1p, infinity, infinity},
                                     {&K::log1p, Scalar(-0.0), Scalar(-0.0)},
                                     {&K::log1p, tiny, tiny},
                                     {&K::tanh, -infinity, -1},
                                     {&K::tanh, infinity, 1},
                                     {&K::tanh, Scalar(-0.0), Scalar(-0.0)},
                                     {&K::tanh, tiny, tiny},
                                     {&K::sin, infinity, nan},
                                     {&K::sin, Scalar(-0.0), Scalar(-0.0)},
                                     {&K::sin, tiny, tiny},
                                     {&K::cos, -infinity, nan},
                                     {&K::cos, Scalar(-0.0), 1},
                                     {&K::erf, -infinity, -1},
                                     {&K::erf, infinity, 1},
                                     {&K::erf, Scalar(-0.0), Scalar(-0.0)},
                                     {&K::sigmoid, -infinity, 0},
                                     {&K::sigmoid, infinity, 1},
                                     {&K::sigmoid, 0, Scalar(0.5)},
                                     {&K::softplus, -infinity, 0},
                                     {&K::softplus, infinity, infinity}};
  for (const KernelSet& set : available_kernels()) {
    INFO(set.instructions);
    for (const Point& point : points) {
      Scalar out = 7;
      (of<Scalar>(set).*point.kernel)(&point.x, &out, 1);
      INFO(point.x);
      if (std::isnan(point.value))
        CHECK(std::isnan(out));
      else
        CHECK(pattern(out) == pattern(point.value));
    }
    for (const auto& row : kernel_rows<Scalar>()) {
      Scalar out = 7;
      (of<Scalar>(set).*row.kernel)(&nan, &out, 1);
      INFO(row.name);
      CHECK(std::isnan(out));
    }
  }
}

TEST_CASE_TEMPLATE("a value depends on its argument alone", Scalar, float, double) {
  // Moderate numbers beside those for which a register takes another way.
  const std::vector<Scalar> some = {Scalar(0.3), Scalar(-1.7), Scalar(2.9),  Scalar(-0.01), Scalar(90),
                                    Scalar(-95), Scalar(720),  Scalar(-740), Scalar(1e-40), Scalar(1e7),
                                    0,           Scalar(-3e6), Scalar(0.75), Scalar(0.99)};
  constexpr Scalar guard = 4711;
  for (const KernelSet& set : available_kernels()) {
    for (const auto& row : kernel_rows<Scalar>()) {
      const Kernel<Scalar> kernel = of<Scalar>(set).*row.kernel;
      // 33 entries are one more than two of the widest registers.
      for (std::size_t count = 0; count <= 33; ++count) {
        for (std::size_t shift = 0; shift < 3; ++shift) {
          std::vector<Scalar> x(count + shift + 1, guard), out(count + 2 * shift + 1, guard);
          for (std::size_t i = 0; i < count; ++i) x[shift + i] = some[(i * 5 + count) % some.size()];
          std::vector<Scalar> in_place = x;
          kernel(x.data() + shift, out.data() + 2 * shift, count);
          kernel(in_place.data() + shift, in_place.data() + shift, count);
          bool same = out.back() == guard && in_place.back() == guard;
          for (std::size_t i = 0; i < 2 * shift; ++i) same = same && out[i] == guard;
          for (std::size_t i = 0; i < shift; ++i) same = same && in_place[i] == guard;
          for (std::size_t i = 0; i < count; ++i) {
            Scalar alone = guard;
            kernel(&x[shift + i], &alone, 1);
            const bool undefined = std::isnan(alone);
            const Scalar among = out[2 * shift + i], replaced = in_place[shift + i];
            same = same && (undefined ? std::isnan(among) : pattern(among) == pattern(alone)) &&
                   (undefined ? std::isnan(replaced) : pattern(replaced) == pattern(alone));
          }
          INFO(row.name, " ", set.instructions, ", ", count, " entries, shifted by ", shift);
          CHECK(same);
        }
      }
    }
  }
}

TEST_CASE("the best set that the processor runs is chosen") {
  const auto sets = available_kernels();
  REQUIRE(!sets.empty());
  CHECK(&kernels<float>() == &sets.back().of_float);
  CHECK(&kernels<double>() == &sets.back().of_double);
  for (std::size_t i = 1; i < sets.size(); ++i) CHECK(sets[i].instructions != sets[i - 1].instructions);
}

TEST_CASE_TEMPLATE("the kernels for one number give the same bits as those for many", Scalar, float, double) {
  const std::vector<Scalar> x = arguments<Scalar>();
  std::vector<Scalar> many(x.size()), one(x.size());
  for (const auto& row : kernel_rows<Scalar>()) {
    (kernels<Scalar>().*row.kernel)(x.data(), many.data(), x.size());
    for (std::size_t i = 0; i < x.size(); ++i) (kernels_for_one<Scalar>().*row.kernel)(&x[i], &one[i], 1);
    std::size_t differ = 0;
    for (std::size_t i = 0; i < x.size(); ++i)
      differ += std::isnan(many[i]) ? !std::isnan(one[i]) : pattern(many[i]) != pattern(one[i]);
    INFO(row.name);
    CHECK(differ == 0);
  }
}

TEST_CASE_TEMPLATE("operations compute by kernels, single entries too", Scalar, float, double) {
  struct Row {
    Expr (*build)(const Operand&);
    Kernel<Scalar> Kernels<Scalar>::*kernel;
  };
  using K = Kernels<Scalar>;
  const std::vector<Row> rows = {
      {exp, &K::exp},     {log, &K::log},     {tanh, &K::tanh}, {sigmoid, &K::sigmoid}, {softplus, &K::softplus},
      {log1p, &K::log1p}, {expm1, &K::expm1}, {erf, &K::erf},   {sin, &K::sin},         {cos, &K::cos}};
  for (const Row& row : rows) {
    const Expr A = variable("A", 3, 5), a = variable("a", 1, 1);
    const Matrix<Scalar> value = Matrix<Scalar>::Random(3, 5).cwiseAbs();
    Matrix<Scalar> expected(3, 5);
    (kernels<Scalar>().*row.kernel)(value.data(), expected.data(), 15);
    INFO(row.build(A).op().name());
    const Function<Scalar, 1> of_matrix({A}, {row.build(A)}), of_number({a}, {row.build(a)});
    CHECK(of_matrix(value)[0] == expected);
    CHECK(of_number(value.block(1, 2, 1, 1).eval())[0](0, 0) == expected(1, 2));
  }
}

}  // namespace
}  // namespace matgrad::tests
