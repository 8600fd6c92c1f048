#include <doctest/doctest.h>

#include <limits>
#include <string>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/triangular.hpp>
#include <matgrad/autodiff/operations/vectorisation.hpp>

#include "cofactors_by_minors.hpp"
#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {
namespace {

constexpr TriangularForm plain{}, transposed{.transposed = true}, unit{.unit_diagonal = true};
constexpr TriangularForm transposed_unit{.transposed = true, .unit_diagonal = true};

/// The matrix that triangular_solve solves with.
Value triangle_of(const Value& a, Triangle triangle, TriangularForm form) {
  Value t = Value::Zero(a.rows(), a.cols());
  for (Index j = 0; j < a.cols(); ++j)
    for (Index i = 0; i < a.rows(); ++i)
      if (i == j ? true : (i > j) == (triangle == Triangle::lower))
        t(i, j) = i == j && form.unit_diagonal ? 1 : a(i, j);
  return form.transposed ? Value(t.transpose()) : t;
}

OpRow solve_row(Triangle triangle, TriangularForm form, const std::string& label,
                std::vector<std::string> adjoints) {
  return {.name = "triangular_solve, " + label,
          .build = [=](const Exprs& x) { return triangular_solve(x[0], x[1], triangle, form); },
          .value = [=](const Values& x) -> Value {
            const Value t = triangle_of(x[0], triangle, form);
            return cofactors_by_minors(t).transpose() / determinant_by_minors(t) * x[1];
          },
          .cases = {{invertible(3), real(3, 2)},
                    {invertible(4), real(4, 1)},
                    {invertible(2), real(2, 5)},
                    {invertible(1), real(1, 3)},
                    {invertible(1), real(1, 1)},
                    {invertible(3), real(3, 0)},
                    {invertible(0), real(0, 2)}},
          .text = "triangular_solve[" + label + "](A, B)",
          .adjoints = std::move(adjoints),
          .unfitting = {{{2, 3}, {2, 1}}, {{3, 3}, {2, 3}}, {{1, 1}, {2, 2}}}};
}

}  // namespace

std::vector<OpRow> triangular_rows() {
  return {
      solve_row(Triangle::lower, plain, "lower",
                {"−lower_triangle(triangular_solve[lower, transposed](A, G) Zᵀ)",
                 "triangular_solve[lower, transposed](A, G)"}),
      solve_row(Triangle::lower, transposed, "lower, transposed",
                {"−lower_triangle(Z triangular_solve[lower](A, G)ᵀ)", "triangular_solve[lower](A, G)"}),
      solve_row(Triangle::lower, unit, "lower, unit diagonal",
                {"−lower_triangle[-1](triangular_solve[lower, transposed, unit diagonal](A, G) Zᵀ)",
                 "triangular_solve[lower, transposed, unit diagonal](A, G)"}),
      solve_row(Triangle::lower, transposed_unit, "lower, transposed, unit diagonal",
                {"−lower_triangle[-1](Z triangular_solve[lower, unit diagonal](A, G)ᵀ)",
                 "triangular_solve[lower, unit diagonal](A, G)"}),
      solve_row(Triangle::upper, plain, "upper",
                {"−upper_triangle(triangular_solve[upper, transposed](A, G) Zᵀ)",
                 "triangular_solve[upper, transposed](A, G)"}),
      solve_row(Triangle::upper, transposed, "upper, transposed",
                {"−upper_triangle(Z triangular_solve[upper](A, G)ᵀ)", "triangular_solve[upper](A, G)"}),
      solve_row(Triangle::upper, unit, "upper, unit diagonal",
                {"−upper_triangle[1](triangular_solve[upper, transposed, unit diagonal](A, G) Zᵀ)",
                 "triangular_solve[upper, transposed, unit diagonal](A, G)"}),
      solve_row(Triangle::upper, transposed_unit, "upper, transposed, unit diagonal",
                {"−upper_triangle[1](Z triangular_solve[upper, unit diagonal](A, G)ᵀ)",
                 "triangular_solve[upper, unit diagonal](A, G)"}),
      {.name = "vec",
       .build = [](const Exprs& x) { return vec(x[0]); },
       .value = [](const Values& x) -> Value { return x[0].reshaped(); },
       .cases = {{real(3, 2)}, {real(1, 4)}, {real(1, 1)}, {real(0, 3)}},
       .text = "vec(A)",
       .adjoints = {"reshape_like(G, A)"}},
      {.name = "vech",
       .build = [](const Exprs& x) { return vech(x[0]); },
       .value = [](const Values& x) -> Value {
         std::vector<double> entries;
         for (Index j = 0; j < x[0].cols(); ++j)
           for (Index i = j; i < x[0].rows(); ++i) entries.push_back(x[0](i, j));
         return Eigen::Map<const Value>(entries.data(), static_cast<Index>(entries.size()), 1);
       },
       .cases = {{real(3, 3)}, {real(2, 2)}, {real(1, 1)}, {real(0, 0)}},
       .text = "vech(A)",
       .adjoints = {"fill_lower_triangle(G)"},
       .unfitting = {{{2, 3}}}},
      {.name = "fill_lower_triangle",
       .build = [](const Exprs& x) { return fill_lower_triangle(x[0]); },
       .value = [](const Values& x) -> Value {
         Index n = 0;
         while (n * (n + 1) / 2 < x[0].rows()) ++n;
         Value result = Value::Zero(n, n);
         Index next = 0;
         for (Index j = 0; j < n; ++j)
           for (Index i = j; i < n; ++i) result(i, j) = x[0](next++, 0);
         return result;
       },
       .cases = {{real(6)}, {real(3)}, {real(1)}, {real(0)}},
       .text = "fill_lower_triangle(A)",
       .adjoints = {"vech(G)"},
       .unfitting = {{{2, 1}}, {{5, 1}}, {{1, 3}}, {{3, 3}}}},
  };
}

TEST_CASE("triangular matrices have the stated value, derivatives and print") { check_rows(triangular_rows()); }

namespace {

const Expr A = variable("A", 2, 2), B = variable("B", 2, 1);

template <class Scalar>
Matrix<Scalar> solved(const Value& a, const Value& b, Triangle triangle, TriangularForm form = {}) {
  return evaluated<Scalar>(triangular_solve(A, B, triangle, form),
                           {{A.id(), a.cast<Scalar>()}, {B.id(), b.cast<Scalar>()}});
}

template <class Error>
std::string error_of(const Value& a, const Value& b, Triangle triangle, TriangularForm form = {}) {
  try {
    solved<double>(a, b, triangle, form);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

const double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("triangular_solve does not read what is not its triangle") {
  const Value b{{2}, {7}};
  CHECK(solved<double>(Value{{2, nan}, {3, 4}}, b, Triangle::lower) == Value{{1}, {1}});
  CHECK(solved<double>(Value{{2, 3}, {nan, 7}}, b, Triangle::upper) == Value{{-0.5}, {1}});
  CHECK(solved<double>(Value{{nan, nan}, {3, 0}}, b, Triangle::lower, unit) == Value{{2}, {1}});
  CHECK(solved<double>(Value{{nan, nan}, {3, 0}}, b, Triangle::lower, transposed_unit) == Value{{-19}, {7}});
  CHECK(solved<float>(Value{{0, 3}, {nan, nan}}, b, Triangle::upper, unit) == Matrix<float>{{-19}, {7}});
}

TEST_CASE("triangular_solve names a zero on the diagonal, overflow, NaN and infinity") {
  const Value b{{1}, {1}}, tiny{{1, 0}, {0, 1e-310}};
  for (const Triangle triangle : {Triangle::lower, Triangle::upper}) {
    CHECK(error_of<SingularError>(Value{{1, 0}, {0, 0}}, b, triangle) ==
          "triangular_solve: diagonal entry 2 of 2 is zero: the matrix is singular\n"
          "  look for what makes the diagonal small, scale the matrix, or add to its diagonal");
    CHECK(error_of<SingularError>(tiny, b, triangle).find("diagonal entry 2 of 2 is so small") !=
          std::string::npos);
    CHECK(error_of<NonFiniteError>(Value{{1, 0}, {0, nan}}, b, triangle).find("entry (1, 1)") !=
          std::string::npos);
    CHECK(error_of<NonFiniteError>(Value{{1, 0}, {0, 1}}, Value{{nan}, {1}}, triangle).find("NaN") !=
          std::string::npos);
  }
  CHECK(error_of<NonFiniteError>(Value{{1, 0}, {-std::numeric_limits<double>::infinity(), 1}}, b, Triangle::lower)
            .find("entry (1, 0)") != std::string::npos);
  CHECK(error_of<SingularError>(Value{{1, 0}, {1e200, 1}}, Value{{1e200}, {0}}, Triangle::lower, unit)
            .find("the result overflows") != std::string::npos);
}

}  // namespace matgrad::tests
