#include "matgrad/autodiff/grade/pointwise_step.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/transform/adjoints.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_pairs = 400;
constexpr std::size_t sweeps = 2;  // to know a slope

/// A matrix without structure.
Eigen::MatrixXd unlike(Shape shape) {
  return Eigen::MatrixXd::NullaryExpr(shape.rows, shape.cols, [](Index i, Index j) {
    return 1 + std::sin(static_cast<double>(1 + 3 * i + 7 * j));
  });
}

/// Whether a step is worth a look: a sum or a name by itself has no derivative to go wrong, and c ∘ u no other
/// than its factor c.
bool is_function(const Expr& v, const Question& question) {
  const auto depends = [&](const Expr& input) { return question.depends_on_variable(input); };
  if (is_hadamard(v) && !std::ranges::all_of(v.inputs(), depends)) return false;
  if (v.is_leaf() || is_transpose(v) || is_product(v) || is_named(v)) return false;
  return sum_coefficients(v) == nullptr;
}

}  // namespace

std::optional<Expr> pointwise_slope(const Expr& v, const Expr& u, const Examination& examination) {
  if (v.shape() != u.shape()) return std::nullopt;
  examination.budget().spend(sweeps * Graph(v).size());
  try {
    const std::vector<Expr> wanted{u};
    const auto slope = Adjoints(v, ones_like(v), wanted).total(u);
    const Expr probe = constant(unlike(v.shape()));
    const auto pulled = Adjoints(v, probe, wanted).total(u);
    if (!slope || !pulled) return std::nullopt;
    const auto a = examination.value(hadamard(probe, *slope), 0), b = examination.value(*pulled, 0);
    if (!a || !b || !a->isApprox(*b, 1e-12L)) return std::nullopt;
    return slope;
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::vector<PointwiseStep> pointwise_steps(const Examination& examination) {
  const Question& question = examination.question();
  const auto nodes = question.graph().nodes();
  std::vector<PointwiseStep> steps;
  const std::unordered_set<const Node*> inside = inside_composed_functions(question.graph());
  const auto is_hidden = [&inside](const Expr& node) { return inside.contains(node.id()); };
  std::size_t pairs = 0;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const Expr& v = nodes[i];
    const std::optional<Expr> adjoint = question.adjoint(v);
    if (!adjoint || !question.depends_on_variable(v) || !is_function(v, question) || is_hidden(v)) continue;
    const std::optional<ComposedFunction> composed = composed_function(v);
    const Graph below(v);
    examination.budget().spend(below.size());
    for (std::size_t j = i; j-- > 0;) {
      const Expr& u = nodes[j];
      // A name hides what it is made of: the derivative is taken with respect to the name.
      const bool is_input =
          composed ? u == composed->argument : std::ranges::find(v.inputs(), u) != v.inputs().end();
      if (!below.contains(u) || u.shape() != v.shape() || !question.depends_on_variable(u)) continue;
      if (is_hidden(u) || (!is_input && u.symbol().empty())) continue;
      if (++pairs > most_pairs) return steps;
      examination.budget().count_candidate();
      if (std::optional<Expr> slope = pointwise_slope(v, u, examination))
        steps.push_back({v, u, *adjoint, *std::move(slope)});
    }
  }
  return steps;
}

}  // namespace matgrad::grading
