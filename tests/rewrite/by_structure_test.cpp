#include <doctest/doctest.h>

#include <Eigen/Core>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/matrix.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/rewrite/lower.hpp>
#include <matgrad/autodiff/tape/function.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "support/random_values.hpp"

namespace matgrad::tests {
namespace {

using Value = Eigen::MatrixXd;

std::string lowered(const Expr& expr) { return to_text(lower({expr}).front()); }

Expr square(Facts facts, Index n = 3) { return variable("A", n, n, facts); }

/// Every function that has a way by structure, of A.
std::vector<Expr> functions_of(const Expr& a) {
  return {inverse(a), solve(a, constant(Value::Ones(a.rows(), 2))), log_det(a), log_abs_det(a), determinant(a)};
}

template <class Scalar>
Matrix<Scalar> value_of(const Expr& expr, const Expr& a, const Value& value) {
  return Function<Scalar, 1>({a}, {expr})(value.cast<Scalar>().eval())[0];
}

/// Whether there is a finite value, or the text of the error.
template <class Scalar>
std::string outcome(const Expr& expr, const Expr& a, const Value& value) {
  try {
    return value_of<Scalar>(expr, a, value).allFinite() ? "finite" : "not finite";
  } catch (const Error& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
  }
}

}  // namespace

TEST_CASE("what is known of a matrix decides how it is inverted") {
  const Expr B = variable("B", 3, 2);
  const Expr L = square(Fact::lower_triangular), U = square(Fact::upper_triangular), D = square(Fact::diagonal);
  const Expr S = square(Fact::symmetric), A = square({});
  CHECK(lowered(solve(L, B)) == "triangular_solve[lower](A, B)");
  CHECK(lowered(solve(transpose(L), B)) == "triangular_solve[lower, transposed](A, B)");
  CHECK(lowered(solve(U, B)) == "triangular_solve[upper](A, B)");
  CHECK(lowered(solve(transpose(U), B)) == "triangular_solve[upper, transposed](A, B)");
  CHECK(lowered(solve(D, B)) == "by_structure[diagonal, solve](A, B)");
  CHECK(lowered(solve(S, B)) == "by_factors[symmetric, solve](factor[symmetric](A), A, B)");
  CHECK(lowered(solve(A, B)) == "by_factors[general, solve](factor[general](A), A, B)");
  CHECK(lowered(inverse(L)) == "triangular_solve[lower](A, I)");
  CHECK(lowered(log_det(U)) == "by_structure[triangular, log_det](A)");
  CHECK(lowered(determinant(D)) == "by_structure[triangular, determinant](A)");
  CHECK(lowered(log_abs_det(S)) == "by_factors[symmetric, log_abs_det](factor[symmetric](A), A)");
}

TEST_CASE("facts reach through what lower has made of an inverse") {
  const Expr L = square(Fact::lower_triangular), D = square(Fact::diagonal), P = square(Fact::positive_definite);
  const Expr B = variable("B", 3, 2);
  CHECK(lowered(log_det(inverse(L))).starts_with("by_structure[triangular, log_det]"));
  CHECK(lowered(transpose(inverse(P))) == lowered(inverse(P)));
  CHECK(lowered(inverse(D) * B).find("∘") != std::string::npos);
  // K is known to be definite, and the adjoint of its Cholesky factor is found by substitution.
  const Expr X = variable("X", 3, 4), K = X * transpose(X) + identity(3);
  CHECK(lowered(log_det(K)).starts_with("by_factors[symmetric, log_det]"));
  const Graph graph(lower({gradient(sum(cholesky(K)), X)}));
  for (const Expr& node : graph.nodes()) {
    CHECK(node.op().name() != "factor");
  }
}

TEST_CASE("by structure and by LU the values are the same") {
  std::mt19937 random(7);
  for (const Facts facts : {Facts(Fact::diagonal), Facts(Fact::lower_triangular), Facts(Fact::upper_triangular),
                            Facts(Fact::symmetric), Facts(Fact::positive_definite)})
    for (const Index n : {0, 1, 2, 5, 64, 65, 150}) {
      CAPTURE(n);
      const Expr known = square(facts, n), unknown = square({}, n);
      Value value = random_matrix({n, n}, facts, random);
      if (n == 1) value(0, 0) = 1.5;
      const std::vector<Expr> ways = functions_of(known), plain = functions_of(unknown);
      for (std::size_t i = 0; i < ways.size(); ++i) {
        CAPTURE(to_text(ways[i]));
        const std::string expected = outcome<double>(plain[i], unknown, value);
        CHECK(outcome<double>(ways[i], known, value) == expected);
        CHECK(outcome<float>(ways[i], known, value) == outcome<float>(plain[i], unknown, value));
        if (expected != "finite") continue;
        const Matrix<double> by_structure = value_of<double>(ways[i], known, value);
        const Matrix<double> by_lu = value_of<double>(plain[i], unknown, value);
        CHECK(relative_difference(by_structure.cast<long double>(), by_lu.cast<long double>()) <= 1e-11);
      }
    }
}

TEST_CASE("where the structure does not help, the operation itself gives its value or its error") {
  const Expr S = square(Fact::symmetric, 2), D = square(Fact::diagonal, 2), L = square(Fact::lower_triangular, 2);
  const Value indefinite{{1, 2}, {2, 1}}, singular{{1, 2}, {2, 4}}, negative{{-2, 0}, {0, -3}},
      zero{{1, 0}, {0, 0}};
  CHECK((value_of<double>(inverse(S), S, indefinite) - Value{{-1, 2}, {2, -1}} / 3).norm() <= 1e-15);
  CHECK(value_of<double>(determinant(S), S, indefinite)(0, 0) == doctest::Approx(-3));
  CHECK(value_of<double>(determinant(S), S, singular)(0, 0) == 0);
  CHECK(value_of<double>(log_det(S), S, negative)(0, 0) == doctest::Approx(std::log(6.0)));
  CHECK(value_of<double>(log_det(D), D, negative)(0, 0) == doctest::Approx(std::log(6.0)));
  CHECK(value_of<double>(determinant(D), D, zero)(0, 0) == 0);
  CHECK(outcome<double>(log_det(S), S, indefinite) == "log_det: the determinant is negative");
  CHECK(outcome<double>(log_det(D), D, Value{{-2, 0}, {0, 3}}) == "log_det: the determinant is negative");
  for (const Expr& expr : {inverse(S), solve(S, constant(Value::Ones(2, 1))), log_det(S), log_abs_det(S)})
    CHECK(outcome<double>(expr, S, singular).find("pivot 2 of 2 in the LU factorisation is zero") !=
          std::string::npos);
  for (const Expr& expr : {inverse(D), solve(D, constant(Value::Ones(2, 1))), log_det(D), log_abs_det(D)})
    CHECK(outcome<double>(expr, D, zero).find("pivot 2 of 2 in the LU factorisation is zero") !=
          std::string::npos);
  CHECK(outcome<double>(log_det(L), L, zero).find("is zero") != std::string::npos);
  CHECK(outcome<double>(inverse(L), L, zero).find("diagonal entry 2 of 2 is zero") != std::string::npos);
}

TEST_CASE("determinants by structure over- and underflow only where the result does") {
  const Index n = 400;
  Value value = Value::Identity(n, n);
  value.diagonal().head(n / 2).setConstant(1e-9);
  value.diagonal().tail(n / 2).setConstant(1e9);
  for (const Facts facts :
       {Facts(Fact::diagonal), Facts(Fact::lower_triangular), Facts(Fact::positive_definite)}) {
    const Expr a = square(facts, n);
    CHECK(value_of<double>(determinant(a), a, value)(0, 0) == doctest::Approx(1));
    CHECK(std::abs(value_of<double>(log_det(a), a, value)(0, 0)) <= 1e-9);
  }
}

}  // namespace matgrad::tests
