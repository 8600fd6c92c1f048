#include <doctest/doctest.h>

#include <string>

#include <matgrad/autodiff/autodiff.hpp>
#include <matgrad/autodiff/check/draw_values.hpp>
#include <matgrad/autodiff/check/reference.hpp>

#include "support/random_values.hpp"

namespace matgrad {
namespace {

using Eigen::MatrixXd;

DrawnValues draw(const Expr& expr, const LeafValues<>& given = {}, DrawOptions options = {}) {
  return draw_values(std::vector<Expr>{expr}, given, options);
}

MatrixXd value_at(const Expr& expr, const LeafValues<>& given, const DrawnValues& drawn) {
  LeafValues<double> leaves(given.begin(), given.end());
  leaves.insert(leaves.end(), drawn.values.begin(), drawn.values.end());
  return reference_value<double>(expr, leaves);
}

std::string error_of(const Expr& expr, const LeafValues<>& given = {}) {
  try {
    draw(expr, given);
  } catch (const DomainError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

TEST_CASE("values are drawn for the leaves that have none") {
  const Expr W = variable("W", 3, 6), x = variable("x", 6);
  const LeafValues<> given{{x, MatrixXd::Constant(6, 1, 2)}};
  const DrawnValues drawn = draw(W * x, given);
  REQUIRE(drawn.values.size() == 1);
  CHECK(drawn.values[0].first == W);
  CHECK(drawn.values[0].second.rows() == 3);
  CHECK(drawn.values[0].second.cols() == 6);
  CHECK(drawn.draws == 1);
  CHECK(to_text(drawn) == "W (3×6) not given: drawn at random with seed 1");
  CHECK(to_text(draw(x, given)) == "");
}

TEST_CASE("equal seeds draw equal values") {
  const Expr x = variable("x", 4);
  const auto with_seed = [&](std::uint64_t seed) { return draw(x, {}, {.seed = seed}).values[0].second; };
  CHECK(with_seed(3) == with_seed(3));
  CHECK(with_seed(3) != with_seed(4));
  // The same on every machine.
  CHECK(with_seed(1)(0, 0) == doctest::Approx(1.185966).epsilon(1e-5));
}

TEST_CASE("drawn values have the declared facts") {
  std::vector<Facts> cases{{},
                           Fact::positive,
                           Fact::nonnegative,
                           Fact::symmetric,
                           Fact::positive_semidefinite,
                           Fact::positive_definite,
                           Fact::lower_triangular,
                           Fact::upper_triangular,
                           Fact::diagonal,
                           Fact::column_stochastic,
                           {Fact::positive, Fact::symmetric},
                           {Fact::positive, Fact::positive_definite},
                           {Fact::diagonal, Fact::positive_definite}};
  for (const Facts facts : cases) {
    const Expr A = variable("A", 5, 5, facts);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const DrawnValues drawn = draw(A, {}, {.seed = seed});
      CHECK(tests::has_facts(drawn.values[0].second, facts));
    }
  }
}

TEST_CASE("values are drawn anew until they lie in the domain") {
  const Expr x = variable("x", 5), y = variable("y", 5), X = variable("X", 4, 4);
  const std::vector<Expr> exprs{log(sum(hadamard(x, y))),
                                sqrt(1.0 - sum(square(x))),
                                log(sum(x) - 1.0),
                                log_det(inverse(X)),
                                log_det(X),
                                sum(cholesky(X)),
                                sum(asin(x)),
                                sum(log(1.0 - x)),
                                log(-sum(square(x)) + 1.0)};
  for (const Expr& expr : exprs)
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      INFO(to_text(expr), ", seed ", seed);
      const std::vector<Expr> both{expr, gradient(expr, Graph(expr).leaves())[0]};
      const DrawnValues drawn = draw_values(both, {}, {.seed = seed});
      CHECK(drawn.draws <= 100);
      CHECK(value_at(both[0], {}, drawn).allFinite());
      CHECK(value_at(both[1], {}, drawn).allFinite());
    }
}

TEST_CASE("bases of powers are positive, and that is said") {
  const Expr a = variable("a", 1), b = variable("b", 1), x = variable("x", 9);
  const DrawnValues drawn = draw(power(a, b));
  CHECK(drawn.values[0].second(0, 0) > 0);
  CHECK(to_text(drawn) ==
        "a (1×1), b (1×1) not given: drawn at random with seed 1; positive, as powers are taken of it: a");
  CHECK((draw(sum(power(x, 1.5))).values[0].second.array() > 0).all());
  CHECK((draw(sum(sqrt(x))).values[0].second.array() > 0).all());
  // Whole powers take negative numbers too.
  CHECK((draw(sum(cube(x))).values[0].second.array() < 0).any());
  CHECK(draw(sum(cube(x))).positive_bases.empty());
  // A base that only negative numbers make positive is found all the same.
  CHECK((draw(sum(power(-x, 1.5))).values[0].second.array() < 0).all());
}

TEST_CASE("where no draw serves, the error names the operation") {
  const Expr x = variable("x", 3);
  const std::string text = error_of(log(-sum(square(x))));
  CHECK(text.find("no values inside the domain were found in 100 random draws") == 0);
  CHECK(text.find("log: the value is not finite") != std::string::npos);
  CHECK(text.find("with leaves x (3×1)") != std::string::npos);
  CHECK(error_of(sum(cholesky(-1.0 * columns(x, 3) * transpose(columns(x, 3))))).find("cholesky") !=
        std::string::npos);
}

TEST_CASE("with nothing to draw the given values are checked") {
  const Expr x = variable("x", 1), p = variable("p", 1, 1, Fact::positive);
  CHECK(draw(log(x), {{x, MatrixXd::Constant(1, 1, 2)}}).draws == 0);
  CHECK_THROWS_AS(draw(log(x), {{x, MatrixXd::Constant(1, 1, -2)}}), NonFiniteError);
  CHECK_THROWS_AS(draw(log(p), {{p, MatrixXd::Constant(1, 1, -2)}}), DomainError);
  CHECK_THROWS_AS(draw(x, {{x, MatrixXd::Constant(2, 1, 1)}}), ShapeError);
  CHECK_THROWS_AS(draw(inverse(x), {{x, MatrixXd::Zero(1, 1)}}), SingularError);
}

}  // namespace matgrad
