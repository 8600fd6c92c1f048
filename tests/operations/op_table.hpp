#pragma once

#include <Eigen/Core>
#include <functional>
#include <string>
#include <vector>

#include <matgrad/autodiff/expression/expr.hpp>

// One table row per operation. A row states what an operation is; the harness proves it:
//   - the value in double against plain Eigen, in float and long double against double, written over an
//     input where the operation allows that, and with no data for inputs of which only the shape is used;
//   - the gradient of ⟨G, op(A, B, …)⟩ for a random G, and the gradient of that gradient, against differences;
//   - that the gradient check notices every mutation of every vjp in it (sign, factor, transpose, zero, a dropped
//   term);
//   - the printed form, the printed vjp, and that unfitting shapes throw a ShapeError with shapes and source line.
//
// A test file states its rows in one function, which is declared at the end of this header, and checks them:
//
//   std::vector<OpRow> matgrad::tests::reduce_rows() {
//     return {
//         {.name = "sum",                                   // the public function's name, then ", …" if there are
//         several
//          .build = [](const Exprs& x) { return sum(x[0]); },
//          .value = [](const Values& x) -> Value { return Value::Constant(1, 1, x[0].sum()); },
//          .cases = {{real(3, 2)}, {real(0, 3)}, {real(1, 1)}},
//          .text = "sum(A)",
//          .adjoints = {"G 1"}},
//         {.name = "hadamard",
//          .build = [](const Exprs& x) { return hadamard(x[0], x[1]); },
//          .value = [](const Values& x) -> Value { return x[0].cwiseProduct(x[1]); },
//          .cases = {{real(3, 2), real(3, 2)}, {real(1, 1), real(2, 3)}},
//          .text = "A ∘ B",
//          .adjoints = {"G ∘ B", "G ∘ A"},
//          .unfitting = {{{2, 3}, {3, 2}}}},
//     };
//   }
//   TEST_CASE("reductions have the stated value, derivatives and print") { check_rows(reduce_rows()); }

namespace matgrad::tests {

using Exprs = std::vector<Expr>;
using Value = Eigen::MatrixXd;
using Values = std::vector<Eigen::MatrixXd>;

/// 1×1.
inline Value number(double value) { return Value::Constant(1, 1, value); }

/// How one input of a case is drawn: entries uniform in [low, high], then shaped by `made` if it is set.
struct Input {
  Shape shape;
  double low = -2;
  double high = 2;
  std::function<Value(const Value&)> made = {};
  bool differentiated = true;  // false: no derivative with respect to it is checked, and none is asked for
};

Input real(Index rows, Index cols = 1);
/// Real numbers of which an operation uses only the shape: there is no derivative by them.
Input shaped(Index rows, Index cols = 1);
Input between(double low, double high, Index rows, Index cols = 1);
/// |x| in [0.3, 2], both signs: away from a kink or pole at 0.
Input nonzero(Index rows, Index cols = 1);
Input symmetric(Index size);
/// A Aᵀ/n + I.
Input positive_definite(Index size);
/// A/n + 3 I: well conditioned, not symmetric, positive determinant.
Input invertible(Index size);
/// This value; not differentiated (targets, conditions, inputs of which only the shape is used).
Input fixed(const Value& value);

using Case = std::vector<Input>;

struct OpRow {
  std::string name;
  std::function<Expr(const Exprs&)> build;
  std::function<Value(const Values&)> value;
  std::vector<Case> cases;
  /// The built expression of the first case in print, its inputs called A, B, C, …
  std::string text;
  /// For each input: the vjp of the outermost operation in print, as it returns it (not tidied), with G for the
  /// adjoint and Z for the result. May be left out where that operation stands on other operations.
  std::vector<std::string> adjoints = {};
  /// Shapes of inputs with which building must throw a ShapeError.
  std::vector<std::vector<Shape>> unfitting = {};
  /// How often it can be differentiated, at most 2 is checked.
  int order = 2;
  /// Allowed error, relative to max(1, greatest entry): double against Eigen, and float against double.
  double tolerance = 1e-12;
  double float_tolerance = 2e-5;
  /// Allowed relative error of gradients against differences (which are taken in long double).
  double gradient_tolerance = 1e-9;
};

/// One doctest subcase per row.
void check_rows(const std::vector<OpRow>& rows);

/// The names of the operations that the row's expression consists of.
std::vector<std::string> operations_of(const OpRow& row);

/// All rows of the lists below; operation_coverage_test.cpp asks them whether a public function is missing.
std::vector<OpRow> all_rows();

std::vector<OpRow> elementwise_rows();
std::vector<OpRow> trigonometric_rows();
std::vector<OpRow> special_rows();
std::vector<OpRow> entropy_rows();
std::vector<OpRow> rounding_rows();
std::vector<OpRow> activation_rows();
std::vector<OpRow> comparison_rows();
std::vector<OpRow> linear_rows();
std::vector<OpRow> reduce_rows();
std::vector<OpRow> softmax_rows();
std::vector<OpRow> layout_rows();
std::vector<OpRow> selection_rows();
std::vector<OpRow> order_rows();
std::vector<OpRow> rearrangement_rows();
std::vector<OpRow> diagonals_rows();
std::vector<OpRow> block_matrix_rows();
std::vector<OpRow> cumulative_rows();
std::vector<OpRow> moments_rows();
std::vector<OpRow> normalise_rows();
std::vector<OpRow> matrix_rows();
std::vector<OpRow> triangular_rows();
std::vector<OpRow> matrix_function_rows();
std::vector<OpRow> product_rows();
std::vector<OpRow> distance_rows();
std::vector<OpRow> covariance_rows();
std::vector<OpRow> spectral_rows();
std::vector<OpRow> symmetric_function_rows();
std::vector<OpRow> singular_value_rows();
std::vector<OpRow> matrix_norm_rows();
std::vector<OpRow> orthogonal_rows();
std::vector<OpRow> random_rows();

}  // namespace matgrad::tests
