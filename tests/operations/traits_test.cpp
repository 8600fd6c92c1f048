#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/op.hpp>
#include <matgrad/autodiff/linear_algebra/evaluate_operation.hpp>
#include <matgrad/autodiff/operations/elementwise.hpp>
#include <matgrad/autodiff/operations/is_call.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/operations/linear.hpp>
#include <matgrad/autodiff/operations/reduce.hpp>
#include <matgrad/autodiff/operations/softmax.hpp>

#include "gradient_check.hpp"
#include "op_table.hpp"

// What an operation says of itself holds for its values, in every row of the operation table.

using namespace matgrad;
using namespace matgrad::tests;

namespace {

using Numbers = Matrix<long double>;

/// A node of a row, with the values of its inputs; those of which only the shape counts are zeros.
struct Applied {
  Expr node;
  std::vector<Numbers> inputs;

  Numbers value() const {
    std::vector<ConstView<long double>> views;
    for (const Numbers& input : inputs) views.emplace_back(input.data(), input.rows(), input.cols());
    Numbers out(node.rows(), node.cols());
    evaluate_operation(node, Inputs<long double>(views), View<long double>(out.data(), out.rows(), out.cols()));
    return out;
  }
};

std::vector<Applied> applications(const OpRow& row) {
  const Problem problem(row, row.cases.front(), 0);
  LeafValues<long double> leaves;
  for (std::size_t i = 0; i < problem.inputs.size(); ++i)
    leaves.emplace_back(problem.inputs[i], problem.values[i].cast<long double>());
  std::vector<Applied> all;
  const Graph graph(problem.result);
  for (const Expr& node : graph.nodes()) {
    if (node.is_leaf() || node.inputs().empty()) continue;
    Applied applied{node, {}};
    for (std::size_t k = 0; k < node.inputs().size(); ++k)
      applied.inputs.push_back(node.op().uses_value(k)
                                   ? reference_value<long double>(node.input(k), leaves)
                                   : Numbers::Zero(node.input(k).rows(), node.input(k).cols()));
    all.push_back(std::move(applied));
  }
  return all;
}

bool are_close(const Numbers& a, const Numbers& b) {
  return (a - b).cwiseAbs().maxCoeff() <= 1e-12L * std::max(1.0L, b.cwiseAbs().maxCoeff());
}

void check_linear(const Applied& applied) {
  for (std::size_t k = 0; k < applied.inputs.size(); ++k) {
    if (!applied.node.op().is_linear_in(k)) continue;
    CAPTURE(k);
    Applied scaled = applied;
    scaled.inputs[k] *= -2.5L;
    CHECK(are_close(scaled.value(), -2.5L * applied.value()));
  }
}

void check_entry_by_entry(const Applied& applied) {
  if (!applied.node.op().is_entry_by_entry() || applied.node.shape().size() < 2) return;
  // The last entry of the value follows from the last entries of the inputs.
  Applied one{Expr(applied.node.shared_op(), std::vector<Expr>(applied.inputs.size(), variable("x", 1))), {}};
  for (const Numbers& input : applied.inputs) one.inputs.push_back(input.bottomRightCorner(1, 1));
  CHECK(are_close(one.value(), applied.value().bottomRightCorner(1, 1)));
}

void check_range(const Applied& applied) {
  if (applied.node.op().value_range() == ValueRange::unknown) return;
  const Numbers value = applied.value(), &first = applied.inputs[0];
  const long double slack = 1e-12L;
  switch (applied.node.op().value_range()) {
    case ValueRange::unknown:
      break;
    case ValueRange::nonnegative:
      CHECK(value.minCoeff() >= 0);
      break;
    case ValueRange::share:
      CHECK(value.minCoeff() >= 0);
      CHECK(value.maxCoeff() <= 1 + slack);
      break;
    case ValueRange::of_first_input:
      CHECK(value.minCoeff() >= first.minCoeff() - slack);
      CHECK(value.maxCoeff() <= first.maxCoeff() + slack);
      break;
    case ValueRange::of_first_input_and_zero:
      CHECK(value.minCoeff() >= std::min(0.0L, first.minCoeff()));
      CHECK(value.maxCoeff() <= std::max(0.0L, first.maxCoeff()));
  }
}

}  // namespace

TEST_CASE("what an operation says of itself is true of its values") {
  for (const OpRow& row : all_rows())
    for (const Applied& applied : applications(row)) {
      const std::string name = row.name + ": " + applied.node.op().label();
      CAPTURE(name);
      if (applied.node.shape().size() == 0 || applied.inputs[0].size() == 0) continue;
      check_linear(applied);
      check_entry_by_entry(applied);
      check_range(applied);
    }
}

TEST_CASE("sums and products entry by entry say that they are, and what each is linear in") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  for (const Expr& expr : {A + B, 2 * A, hadamard(A, B), exp(A), select(A, A, B), divide(A, B)})
    CHECK(expr.op().is_entry_by_entry());
  for (const Expr& expr : {matmul(A, B), transpose(A), softmax(A), sum(A)})
    CHECK_FALSE(expr.op().is_entry_by_entry());
  CHECK((2 * A).op().is_linear_in(0));
  CHECK_FALSE((A + B).op().is_linear_in(0));
  CHECK(hadamard(A, B).op().is_linear_in(1));
  CHECK(divide(A, B).op().is_linear_in(0));
  CHECK_FALSE(divide(A, B).op().is_linear_in(1));
}

TEST_CASE("an operation is recognised by the public function that built it, a power by its exponent") {
  const Expr A = variable("A", 2, 2), B = variable("B", 2, 2);
  CHECK(is_call<softmax>(softmax(A)));
  CHECK_FALSE(is_call<softmax>(log_softmax(A)));
  CHECK(is_call<divide>(A / sum(B)));
  CHECK(is_call<select>(select(A, A, B)));
  CHECK(is_call<power>(power(A, B)));
  CHECK_FALSE(is_call<power>(power(A, 2.0)));
  CHECK(fixed_exponent(square(A)) == 2.0);
  CHECK_FALSE(fixed_exponent(power(A, B)));
  CHECK(is_divide_or_zero(divide_or_zero(A, B)));
  CHECK(is_divide_or_zero(divide_or_zero(A, B, QuotientText::call)));
}
