#include "op_table.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/print.hpp>

#include "gradient_check.hpp"

namespace matgrad::tests {
namespace {

template <class Scalar>
Bindings<Scalar> bindings(const Problem& problem) {
  Bindings<Scalar> result;
  for (std::size_t i = 0; i < problem.inputs.size(); ++i)
    result[problem.inputs[i].id()] = problem.values[i].cast<Scalar>();
  return result;
}

/// max|a − b| / max(1, max|b|); infinite where they are not comparable. Equal infinities agree.
template <class A, class B>
double distance(const A& a, const B& b) {
  if (a.rows() != b.rows() || a.cols() != b.cols()) return std::numeric_limits<double>::infinity();
  double worst = 0, scale = 1;
  for (Index j = 0; j < b.cols(); ++j)
    for (Index i = 0; i < b.rows(); ++i) {
      const double x = static_cast<double>(a(i, j)), y = static_cast<double>(b(i, j));
      if (x == y) continue;
      if (!std::isfinite(x) || !std::isfinite(y)) return std::numeric_limits<double>::infinity();
      worst = std::max(worst, std::abs(x - y));
      scale = std::max(scale, std::abs(y));
    }
  return worst / scale;
}

void check_values(const OpRow& row, const Problem& problem) {
  const Value expected = row.value(problem.values);
  const Value actual = evaluated<double>(problem.result, bindings<double>(problem));
  CHECK_MESSAGE(distance(actual, expected) <= row.tolerance, "double differs from the Eigen reference:\n", actual,
                "\ninstead of\n", expected);
  const Matrix<long double> precise = evaluated<long double>(problem.result, bindings<long double>(problem));
  CHECK_MESSAGE(distance(actual, precise) <= row.tolerance, "double differs from long double");

  // Both start from inputs that float can hold.
  Problem rounded = problem;
  for (Value& value : rounded.values) value = value.cast<float>().cast<double>();
  const Value narrow = evaluated<float>(problem.result, bindings<float>(rounded)).cast<double>();
  CHECK_MESSAGE(
      distance(narrow, evaluated<double>(problem.result, bindings<double>(rounded))) <= row.float_tolerance,
      "float differs from double");

  for (std::size_t i = 0; i < problem.inputs.size(); ++i) {
    const Value over = evaluated<double>(problem.result, bindings<double>(problem), i);
    CHECK_MESSAGE(distance(over, actual) <= row.tolerance, "another value when written over input ", i + 1);
  }
}

/// For each mutation of a vjp: whether it changes an adjoint in some case, where it must then be noticed.
using Tried = std::map<std::string, bool>;

void check_gradients(const OpRow& row, const Problem& problem, Tried& tried) {
  const auto error = [](const Gradients& a, const Gradients& b) {
    double worst = 0;
    for (std::size_t k = 0; k < b.size(); ++k) worst = std::max(worst, distance(a[k], b[k]));
    return worst;
  };
  if (row.order < 1 || problem.wanted.empty()) return;
  const Gradients slopes = differences(problem);
  CHECK_MESSAGE(error(gradients(problem, problem.result), slopes) <= row.gradient_tolerance,
                "the gradient differs from differences");
  if (row.order > 1)
    CHECK_MESSAGE(error(second_gradients(problem), second_differences(problem)) <= row.gradient_tolerance,
                  "the gradient of the gradient differs from differences");

  for (const Candidate& mutant : mutants(problem)) {
    bool& changes = tried.try_emplace(mutant.description, false).first->second;
    if (!mutant.differs) continue;
    const bool caught = error(gradients(problem, mutant.result), slopes) > row.gradient_tolerance;
    changes = true;
    CHECK_MESSAGE(caught, "a mutation goes unnoticed: ", mutant.description);
  }
}

void check_print(const OpRow& row, const Problem& problem) {
  CHECK(to_text(problem.result) == row.text);
  const Expr& z = problem.result;
  bool on_leaves = row.order > 0 && !problem.wanted.empty();
  for (const Expr& input : z.inputs()) on_leaves = on_leaves && input.is_leaf();
  if (on_leaves) REQUIRE_MESSAGE(!row.adjoints.empty(), "the row states no printed vjp");
  if (!row.adjoints.empty()) REQUIRE(row.adjoints.size() == z.inputs().size());
  for (std::size_t i = 0; i < row.adjoints.size(); ++i) {
    if (!z.op().uses_value(i)) continue;
    CHECK(to_text(notation_of(z.op().vjp(i, z, problem.weight), {{z, "Z"}})) == row.adjoints[i]);
  }
}

void check_shape_errors(const OpRow& row) {
  for (const std::vector<Shape>& shapes : row.unfitting) {
    Exprs inputs;
    for (Shape shape : shapes) inputs.push_back(variable(input_name(inputs.size()), shape.rows, shape.cols));
    try {
      row.build(inputs);
      FAIL_CHECK("no ShapeError");
    } catch (const ShapeError& error) {
      const std::string text = error.what();
      CAPTURE(text);
      bool shows_a_shape = false;
      for (Shape shape : shapes) shows_a_shape = shows_a_shape || text.find(to_string(shape)) != std::string::npos;
      CHECK_MESSAGE(shows_a_shape, "the error shows none of the shapes");
      CHECK_MESSAGE(text.find(".cpp:") != std::string::npos, "the error shows no source line");
    }
  }
}

void check_row(const OpRow& row) {
  Tried tried;
  for (std::size_t c = 0; c < row.cases.size(); ++c) {
    const Problem problem(row, row.cases[c], static_cast<unsigned>(c));
    CAPTURE(c);
    if (c == 0) check_print(row, problem);
    check_values(row, problem);
    check_gradients(row, problem, tried);
  }
  std::string skipped;
  for (const auto& [description, changes] : tried)
    if (!changes) skipped += "\n  " + description;
  if (!skipped.empty()) MESSAGE(row.name, ": mutations skipped, since they change no adjoint:", skipped);
  check_shape_errors(row);
}

}  // namespace

void check_rows(const std::vector<OpRow>& rows) {
  for (const OpRow& row : rows) SUBCASE(row.name.c_str()) {
      REQUIRE_FALSE(row.cases.empty());
      check_row(row);
    }
}

std::vector<std::string> operations_of(const OpRow& row) {
  const Problem problem(row, row.cases.front(), 0);
  std::set<std::string> names;
  const Graph graph(problem.result);
  for (const Expr& node : graph.nodes())
    if (!node.is_leaf()) names.emplace(node.op().name());
  return {names.begin(), names.end()};
}

std::vector<OpRow> all_rows() {
  std::vector<OpRow> all;
  for (const auto& list :
       {elementwise_rows,  trigonometric_rows,      special_rows,        entropy_rows,       rounding_rows,
        activation_rows,   comparison_rows,         linear_rows,         reduce_rows,        softmax_rows,
        layout_rows,       selection_rows,          order_rows,          rearrangement_rows, diagonals_rows,
        block_matrix_rows, cumulative_rows,         moments_rows,        normalise_rows,     matrix_rows,
        triangular_rows,   matrix_function_rows,    product_rows,        distance_rows,      covariance_rows,
        spectral_rows,     symmetric_function_rows, singular_value_rows, matrix_norm_rows,   orthogonal_rows,
        random_rows})
    for (OpRow& row : list()) all.push_back(std::move(row));
  return all;
}

}  // namespace matgrad::tests
