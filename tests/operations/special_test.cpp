#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/special.hpp>

#include "elementwise_cases.hpp"

namespace matgrad::tests {
namespace {

// By Weierstrass's product and its derivatives (NIST Handbook 5.7.3, 5.15.1), with the rest of the sum by an
// integral.
double digamma_by_series(double x) {
  double total = std::log(x + 2000.5);
  for (int k = 2000; k >= 0; --k) total -= 1 / (x + k);
  return total + 1 / (24 * std::pow(x + 2000.5, 2));
}
double polygamma_by_series(int n, double x) {
  double total = std::tgamma(n) / std::pow(x + 2000.5, n) * (1 - n * (n + 1) / (24 * std::pow(x + 2000.5, 2)));
  for (int k = 2000; k >= 0; --k) total += std::tgamma(n + 1) / std::pow(x + k, n + 1);
  return n % 2 == 1 ? total : -total;
}

}  // namespace

std::vector<OpRow> special_rows() {
  return {
      {.name = "log1p",
       .build = [](const Exprs& x) { return log1p(x[0]); },
       .value = entrywise([](double a) { return std::log(1 + a); }),
       .cases = sizes(-0.7, 3),
       .text = "log1p(A)",
       .adjoints = {"G ∘ (1 ./ (1 + A))"}},
      {.name = "expm1",
       .build = [](const Exprs& x) { return expm1(x[0]); },
       .value = entrywise([](double a) { return std::exp(a) - 1; }),
       .cases = sizes(-2, 2),
       .text = "expm1(A)",
       .adjoints = {"G ∘ exp(A)"}},
      {.name = "erf",
       .build = [](const Exprs& x) { return erf(x[0]); },
       .value = entrywise([](double a) { return 1 - std::erfc(a); }),
       .cases = sizes(-2, 2),
       .text = "erf(A)",
       .adjoints = {"G ∘ (1.1283791670955126 exp(−A.^2))"}},
      {.name = "erfc",
       .build = [](const Exprs& x) { return erfc(x[0]); },
       .value = entrywise([](double a) { return 1 - std::erf(a); }),
       .cases = sizes(-2, 2),
       .text = "erfc(A)",
       .adjoints = {"G ∘ (−1.1283791670955126 exp(−A.^2))"}},
      {.name = "normal_cdf",
       .build = [](const Exprs& x) { return normal_cdf(x[0]); },
       .value = entrywise([](double a) { return 0.5 * (1 + std::erf(a / std::numbers::sqrt2)); }),
       .cases = sizes(-3, 3),
       .text = "normal_cdf(A)",
       .adjoints = {"G ∘ (0.3989422804014327 exp(−½ A.^2))"}},
      {.name = "lgamma",
       .build = [](const Exprs& x) { return lgamma(x[0]); },
       .value = entrywise([](double a) { return std::log(std::tgamma(a)); }),
       .cases = sizes(0.3, 6),
       .text = "lgamma(A)",
       .adjoints = {"G ∘ digamma(A)"}},
      {.name = "lgamma, a negative argument",
       .build = [](const Exprs& x) { return lgamma(x[0]); },
       .value = entrywise([](double a) { return std::log(std::abs(std::tgamma(a))); }),
       .cases = {{between(-2.65, -2.35, 3, 2)}, {between(-0.65, -0.35, 2, 2)}},
       .text = "lgamma(A)",
       .adjoints = {"G ∘ digamma(A)"}},
      {.name = "digamma",
       .build = [](const Exprs& x) { return digamma(x[0]); },
       .value = entrywise(digamma_by_series),
       .cases = sizes(0.5, 20),
       .text = "digamma(A)",
       .adjoints = {"G ∘ polygamma[1](A)"}},
      {.name = "polygamma",
       .build = [](const Exprs& x) { return polygamma(1, x[0]); },
       .value = entrywise([](double a) { return polygamma_by_series(1, a); }),
       .cases = sizes(0.5, 20),
       .text = "polygamma[1](A)",
       .adjoints = {"G ∘ polygamma[2](A)"}},
      {.name = "polygamma, a higher order",
       .build = [](const Exprs& x) { return polygamma(4, x[0]); },
       .value = entrywise([](double a) { return polygamma_by_series(4, a); }),
       .cases = sizes(0.8, 20),
       .text = "polygamma[4](A)",
       .adjoints = {"G ∘ polygamma[5](A)"}},
      {.name = "polygamma, a negative argument",
       .build = [](const Exprs& x) { return polygamma(2, x[0]); },
       .value = entrywise([](double a) { return polygamma_by_series(2, a); }),
       .cases = {{between(-2.65, -2.35, 3, 2)}, {between(-0.65, -0.35, 2, 2)}},
       .text = "polygamma[2](A)",
       .adjoints = {"G ∘ polygamma[3](A)"}},
      {.name = "polygamma, order 0",
       .build = [](const Exprs& x) { return polygamma(0, x[0]); },
       .value = entrywise(digamma_by_series),
       .cases = {{between(-0.8, -0.2, 2, 2)}},
       .text = "digamma(A)",
       .adjoints = {"G ∘ polygamma[1](A)"}},
  };
}

TEST_CASE("special functions have the stated value, derivatives and print") { check_rows(special_rows()); }

namespace {

struct Tabulated {
  double x;
  long double value;
};

/// |f(x) − value| ≤ ulps · ε |value|, where x is exact in every scalar type.
template <class Scalar>
void check_table(Expr (*f)(const Operand&), std::span<const Tabulated> table, long double ulps) {
  const Expr x = variable("x", 1);
  for (const Tabulated& row : table) {
    const long double value = row.value;
    if (std::abs(value) < 4 * static_cast<long double>(std::numeric_limits<Scalar>::min()) && value != 0) continue;
    CAPTURE(row.x);
    const long double found = tests::value_at(f(x), Point<Scalar>{{x, static_cast<Scalar>(row.x)}});
    const long double error = std::abs(found - value) / std::abs(value);
    CHECK(error <= ulps * static_cast<long double>(std::numeric_limits<Scalar>::epsilon()));
  }
}

}  // namespace

TEST_CASE_TEMPLATE("digamma and polygamma agree with high precision", Scalar, float, double, long double) {
  // Hurwitz's zeta function in 40 digits: ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n + 1, x), NIST Handbook 25.11.12; among them
  // ψ(1) = −γ, ψ(1/2) = −γ − 2 log 2, ψ′(1) = π²/6, ψ′(1/2) = π²/2, ψ″(1) = −2 ζ(3).
  constexpr std::array<int, 4> orders{0, 1, 2, 5};
  struct Row {
    double x;
    std::array<long double, 4> values;
  };
  const Row rows[] = {
      {0.0009765625,
       {-1024.575610429340621908622L, 1048577.642589392152617041L, -2147483650.397783916396063L,
        138350580552821637241.3746L}},
      {0.125,
       {-8.388492663295854867802743L, 65.388133444988034473143L, -1025.753338118135682595669L,
        31457340.65960264566294202L}},
      {0.5,
       {-1.963510026021423479440976L, 4.934802200544679309417245L, -16.82879664423431999559633L,
        7691.113548602435496241756L}},
      {1,
       {-0.5772156649015328606065121L, 1.644934066848226436472415L, -2.404113806319188570799476L,
        122.0811674381338967657422L}},
      {1.4375,
       {-0.02361354400529789914172989L, 0.9895029178956272038576289L, -0.924132003182345524233607L,
        14.26823809011352286703352L}},
      {1.46875,
       {0.006865411470735776728138909L, 0.9614082520277533593413019L, -0.8745854545224309847746843L,
        12.57502524930558329073106L}},
      {2,
       {0.4227843350984671393934879L, 0.6449340668482264364724152L, -0.4041138063191885707994763L,
        2.081167438133896765742152L}},
      {5.5,
       {1.611093148581751123733627L, 0.1993423869896276591275L, -0.03960894752130204297142774L,
        0.007318980739550786468233422L}},
      {11.875,
       {2.431739553364003223457928L, 0.08785562083522589332653753L, -0.007713669389634840158991727L,
        0.0001248218922022172312345708L}},
      {12,
       {2.442661679975812016738365L, 0.08690187287176839075030018L, -0.007547205368998911939939962L,
        0.0001182082905108149172906356L}},
      {40.25,
       {3.682636208445562414286124L, 0.02515590619237600529401646L, -0.0006327862580009431892624817L,
        0.0000002416474529413270501421618L}},
      {1000,
       {6.907255195648812052050006L, 0.001000500166666633333357143L, -0.0000010010004999998333335L,
        2.40600599999440001199996e-14L}},
      {-0.5,
       {0.03648997397857652055902367L, 8.934802200544679309417245L, -0.8287966442343199955963343L,
        15371.11354860243549624176L}},
      {-0.4375,
       {0.601288088062789726351488L, 9.270603532955090975560931L, 11.89898252947551020423999L,
        20909.54204407129157198826L}},
      {-2.75,
       {-1.959055264977997009821132L, 19.43386894948846416218318L, -124.1176530597151799715403L,
        492231.2077521004215149605L}},
      {-10.125,
       {9.948053825866076128700803L, 67.29982601748710304853149L, 1022.285552269218569291895L,
        31457611.06558965937363634L}},
      {-1000.25,
       {10.05009769306670587547664L, 19.73820955169978488167451L, 124.0251057226978441390836L,
        492231.2671105558717355622L}},
  };
  const Expr x = variable("x", 1);
  for (const Row& row : rows)
    for (std::size_t k = 0; k < orders.size(); ++k) {
      CAPTURE(row.x);
      CAPTURE(orders[k]);
      const long double value = row.values[k];
      const long double found = value_at<Scalar>(polygamma(orders[k], x), {{x, static_cast<Scalar>(row.x)}});
      const long double allowed = std::is_same_v<Scalar, float> ? 1 : 6 + 4 * orders[k];
      CHECK(std::abs(found - value) <=
            allowed * static_cast<long double>(std::numeric_limits<Scalar>::epsilon()) * std::abs(value));
    }
}

TEST_CASE_TEMPLATE("digamma keeps its digits next to its root", Scalar, double, long double) {
  // ψ(x) ≈ ψ′(x₀) (x − x₀) with x₀ = 1.46163214496836234126265954232572132846819620400644629512598840859878644…
  // (DLMF 5.4.19) and ψ′(x₀) = 0.967672…, where x is x₀ rounded.
  const Scalar x0 = static_cast<Scalar>(1.461632144968362341262659542325721328L);
  const Scalar rest = std::is_same_v<Scalar, double> ? static_cast<Scalar>(-9.549995429965697715e-17L)
                                                     : static_cast<Scalar>(1.825709631596348421e-20L);
  const Expr x = variable("x", 1);
  const Scalar slope = value_at<Scalar>(polygamma(1, x), {{x, x0}});
  CHECK(slope == doctest::Approx(0.967672245447621).epsilon(1e-14));
  const Scalar ratio = value_at<Scalar>(digamma(x), {{x, x0}}) / (slope * rest);
  CHECK(std::abs(ratio - 1) <= 1e-12);
}

TEST_CASE_TEMPLATE("digamma and polygamma at their poles and at infinity", Scalar, float, double, long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  const Expr x = variable("x", 1);
  const auto psi = [&](int n, Scalar at) { return value_at<Scalar>(polygamma(n, x), {{x, at}}); };
  CHECK(psi(0, 0) == -infinity);
  CHECK(psi(0, -Scalar(0)) == infinity);
  CHECK(psi(1, 0) == infinity);
  CHECK(psi(1, -Scalar(0)) == infinity);
  CHECK(psi(2, 0) == -infinity);
  CHECK(psi(2, -Scalar(0)) == infinity);
  for (const Scalar pole : {Scalar(-1), Scalar(-2), Scalar(-1000)}) {
    CHECK(std::isnan(psi(0, pole)));
    CHECK(psi(1, pole) == infinity);
    CHECK(std::isnan(psi(2, pole)));
    CHECK(psi(3, pole) == infinity);
    CHECK(value_at<Scalar>(lgamma(x), {{x, pole}}) == infinity);
  }
  CHECK(psi(0, infinity) == infinity);
  CHECK(psi(1, infinity) == 0);
  CHECK(psi(2, infinity) == 0);
  for (int n = 0; n < 3; ++n) {
    CHECK(std::isnan(psi(n, std::numeric_limits<Scalar>::quiet_NaN())));
    CHECK(std::isnan(psi(n, -infinity)));
  }
  // Powers of tiny and huge arguments stay in range as long as the result does.
  const Scalar tiny = std::sqrt(std::numeric_limits<Scalar>::min()) * 16;
  CHECK(psi(1, tiny) * tiny * tiny == doctest::Approx(1));
  const Scalar huge = std::sqrt(std::numeric_limits<Scalar>::max()) * 16;
  CHECK(psi(1, huge) * huge == doctest::Approx(1));
  CHECK(psi(0, tiny) * tiny == doctest::Approx(-1));
}

TEST_CASE("a high order of polygamma is accurate too") {
  // 20! ζ(21, x), and by reflection; in 40 digits.
  const Expr x = variable("x", 1);
  const auto psi = [&](double at) { return value_at<double>(polygamma(20, x), {{x, at}}); };
  CHECK(psi(0.5) / -5102165312739429878742610.0 == doctest::Approx(1).epsilon(1e-14));
  CHECK(psi(3) / -233141556.1122568182431975 == doctest::Approx(1).epsilon(1e-14));
  CHECK(psi(50) / -1.548447274532512430872852e-17 == doctest::Approx(1).epsilon(1e-14));
  CHECK(psi(-0.75) / -1.070001618789629771451673e+31 == doctest::Approx(1).epsilon(1e-14));
  CHECK_THROWS_WITH_AS(polygamma(-1, x), doctest::Contains("order -1 is negative"), DomainError);
}

TEST_CASE("polygamma of an order above 100 is NaN for negative arguments, and quickly built") {
  const Expr x = variable("x", 1, 1);
  const auto psi = [&](int n, double at) { return value_at<double>(polygamma(n, x), {{x, at}}); };
  CHECK(std::isfinite(psi(100, -0.3)));
  for (const int n : {101, 150, 1'000'000}) CHECK(std::isnan(psi(n, -0.3)));
  CHECK(psi(101, -2) == std::numeric_limits<double>::infinity());
  CHECK(std::isfinite(psi(200, 100)));
}

TEST_CASE_TEMPLATE("lgamma agrees with high precision", Scalar, float, double, long double) {
  // log|Γ(x)| in 40 digits, NIST Handbook 5.2.1; Γ(1/2) = √π.
  const Tabulated table[] = {
      {0.0009765625, 6.930908902419461889540619L}, {0.5, 0.5723649429247000870717137L},
      {1.25, -0.0982718364218131614638538L},       {1.75, -0.08440112102048555595778603L},
      {3.5, 1.200973602347074224816022L},          {100.0, 359.134205369575398776044L},
      {-0.5, 1.265512123484645396488946L},         {-2.75, 0.004487897535955773311461611L},
      {-10.125, -13.29384514038953848423679L},
  };
  check_table<Scalar>(lgamma, table, 8);
}

TEST_CASE_TEMPLATE("erfc and the normal distribution keep their digits in the tails", Scalar, float, double,
                   long double) {
  // erfc(x), NIST Handbook 7.2.2, and Φ(x) = erfc(−x/√2)/2 in 40 digits; 7.2.2 without correction would lose a
  // factor x² of accuracy in Φ(x).
  const Tabulated complement[] = {
      {0.5, 0.4795001221869534623172533L},      {2.0, 0.004677734981047265837930744L},
      {5.0, 1.537459794428034850188343e-12L},   {10.0, 2.088487583762544757000786e-45L},
      {26.0, 5.663192408856142846475728e-296L},
  };
  check_table<Scalar>(erfc, complement, 6);
  const Tabulated normal[] = {
      {-37.5, 4.605353009581954843827969e-308L},
      {-30.0, 4.906713927148187059533809e-198L},
      {-20.0, 2.753624118606233695075623e-89L},
      {-12.5, 3.732564298877713377225836e-36L},
      {-10.0, 7.619853024160526065973343e-24L},
      {-6.75, 7.39225777801782241951623e-12L},
      {-5.0, 0.0000002866515718791939116737523L},
      {-3.25, 0.0005770250423907670429169193L},
      {-2.0, 0.02275013194817920720028264L},
      {-1.5, 0.06680720126885806600449404L},
      {-1.0, 0.1586552539314570514147675L},
      {-0.25, 0.4012936743170762757591462L},
      {0.0, 0.5L},
      {0.5, 0.6914624612740131036377046L},
      {2.0, 0.9772498680518207927997174L},
      {6.0, 0.9999999990134123549623019L},
  };
  check_table<Scalar>(normal_cdf, normal, std::is_same_v<Scalar, float> ? 1 : 6);
  const Expr x = variable("x", 1);
  const Scalar infinity = std::numeric_limits<Scalar>::infinity();
  CHECK(value_at<Scalar>(normal_cdf(x), {{x, -infinity}}) == 0);
  CHECK(value_at<Scalar>(normal_cdf(x), {{x, infinity}}) == 1);
  CHECK(value_at<Scalar>(normal_cdf(x), {{x, -1000}}) == 0);
  CHECK(slope_at<Scalar>(normal_cdf(x), x, {{x, -infinity}}) == 0);
  CHECK(slope_at<Scalar>(erf(x), x, {{x, infinity}}) == 0);
}

TEST_CASE_TEMPLATE("log1p and expm1 keep the digits of small arguments, and their ends", Scalar, float, double,
                   long double) {
  const Scalar infinity = std::numeric_limits<Scalar>::infinity(), nan = std::numeric_limits<Scalar>::quiet_NaN();
  const Expr x = variable("x", 1);
  const Scalar small = Scalar(1e-25);
  CHECK(value_at<Scalar>(log1p(x), {{x, small}}) == small);
  CHECK(value_at<Scalar>(expm1(x), {{x, small}}) == small);
  CHECK(value_at<Scalar>(erf(x), {{x, small}}) / small == doctest::Approx(2 / std::sqrt(std::numbers::pi)));
  CHECK(value_at<Scalar>(log1p(x), {{x, -1}}) == -infinity);
  CHECK(slope_at<Scalar>(log1p(x), x, {{x, -1}}) == infinity);
  CHECK(std::isnan(value_at<Scalar>(log1p(x), {{x, -2}})));
  CHECK(value_at<Scalar>(expm1(x), {{x, -infinity}}) == -1);
  CHECK(slope_at<Scalar>(expm1(x), x, {{x, -50}}) == std::exp(Scalar(-50)));
  for (const auto& f : {log1p, expm1, erf, erfc, normal_cdf, lgamma, digamma})
    CHECK(std::isnan(value_at<Scalar>(f(x), {{x, nan}})));
}

}  // namespace matgrad::tests
