#include "gradient_check.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/operations/layout.hpp>
#include <matgrad/autodiff/transform/adjoints.hpp>

#include "mutation.hpp"

namespace matgrad::tests {
namespace {

using Precise = Matrix<long double>;

Value uniform_values(Shape shape, double low, double high, std::mt19937& random) {
  std::uniform_real_distribution<double> entry(low, high);
  return Value::NullaryExpr(shape.rows, shape.cols, [&] { return entry(random); });
}

// The sweep itself, not the tidied gradient: the table speaks of the operations alone.
std::vector<Expr> swept(const Expr& y, const std::vector<Expr>& xs, const Expr& seed) {
  const Adjoints adjoints(y, seed, xs);
  std::vector<Expr> totals;
  for (const Expr& x : xs) {
    totals.push_back(adjoints.total(x).value_or(zeros_like(x)));
    REQUIRE_MESSAGE(totals.back().shape() == x.shape(), "the adjoint ", to_text(totals.back()), " of ", to_text(x),
                    " has the shape ", to_string(totals.back().shape()));
  }
  return totals;
}

std::vector<Expr> wanted_inputs(const Problem& problem) {
  std::vector<Expr> wanted;
  for (std::size_t i : problem.wanted) wanted.push_back(problem.inputs[i]);
  return wanted;
}

Bindings<long double> bound(const Problem& problem) {
  Bindings<long double> leaves;
  for (std::size_t i = 0; i < problem.inputs.size(); ++i)
    leaves[problem.inputs[i].id()] = problem.values[i].cast<long double>();
  leaves[problem.weight.id()] = problem.weight_value.cast<long double>();
  return leaves;
}

using Scalarised = std::function<long double(const Bindings<long double>&)>;

// Error h⁶/140 f⁽⁷⁾ (Fornberg 1988, table 1): far below rounding in double for h = 10⁻³.
Precise slope(const Scalarised& f, Bindings<long double> leaves, const Expr& x) {
  Precise& value = leaves.at(x.id());
  Precise result(value.rows(), value.cols());
  for (Index k = 0; k < value.size(); ++k) {
    const long double start = value.data()[k];
    const long double h = 1e-3L * std::max(1.0L, std::abs(start));
    const auto at = [&](int steps) {
      value.data()[k] = start + steps * h;
      return f(leaves);
    };
    result.data()[k] = (45 * (at(1) - at(-1)) - 9 * (at(2) - at(-2)) + (at(3) - at(-3))) / (60 * h);
    value.data()[k] = start;
  }
  return result;
}

long double inner(const Value& a, const Precise& b) { return a.cast<long double>().cwiseProduct(b).sum(); }

}  // namespace

std::string input_name(std::size_t i) { return std::string(1, "ABCDEFHIJ"[i]); }

Problem::Problem(const OpRow& row, const Case& drawn, unsigned seed)
    : result(constant(0.0)), weight(constant(0.0)) {
  std::mt19937 random(seed + 1);
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const Input& input = drawn[i];
    inputs.push_back(variable(input_name(i), input.shape.rows, input.shape.cols));
    values.push_back(uniform_values(input.shape, input.low, input.high, random));
    if (input.made) values.back() = input.made(values.back());
    if (input.differentiated) wanted.push_back(i);
  }
  result = row.build(inputs);
  weight = variable("G", result.rows(), result.cols());
  weight_value = uniform_values(result.shape(), 0.5, 1.5, random);
  for (std::size_t i : wanted) directions.push_back(uniform_values(inputs[i].shape(), 0.5, 1.5, random));
}

Gradients gradients(const Problem& problem, const Expr& result) {
  return evaluated<long double>(swept(result, wanted_inputs(problem), problem.weight), bound(problem));
}

Gradients differences(const Problem& problem) {
  const Scalarised f = [&](const Bindings<long double>& leaves) {
    return inner(problem.weight_value, evaluated<long double>(problem.result, leaves));
  };
  Gradients slopes;
  for (std::size_t i : problem.wanted) slopes.push_back(slope(f, bound(problem), problem.inputs[i]));
  return slopes;
}

Gradients second_gradients(const Problem& problem) {
  std::vector<Expr> xs = wanted_inputs(problem);
  const std::vector<Expr> first = swept(problem.result, xs, problem.weight);
  xs.push_back(problem.weight);
  Bindings<long double> leaves = bound(problem);
  Gradients total;
  for (const Expr& x : xs) total.push_back(Precise::Zero(x.rows(), x.cols()));
  std::vector<Expr> seeds;
  for (std::size_t k = 0; k < first.size(); ++k) {
    seeds.push_back(variable("V", first[k].rows(), first[k].cols()));
    leaves[seeds[k].id()] = problem.directions[k].cast<long double>();
    const Gradients part = evaluated<long double>(swept(first[k], xs, seeds[k]), leaves);
    for (std::size_t j = 0; j < xs.size(); ++j) total[j] += part[j];
  }
  return total;
}

Gradients second_differences(const Problem& problem) {
  std::vector<Expr> xs = wanted_inputs(problem);
  const std::vector<Expr> first = swept(problem.result, xs, problem.weight);
  const Scalarised f = [&](const Bindings<long double>& leaves) {
    const std::vector<Precise> values = evaluated<long double>(first, leaves);
    long double total = 0;
    for (std::size_t k = 0; k < values.size(); ++k) total += inner(problem.directions[k], values[k]);
    return total;
  };
  xs.push_back(problem.weight);
  Gradients slopes;
  for (const Expr& x : xs) slopes.push_back(slope(f, bound(problem), x));
  return slopes;
}

std::vector<Candidate> mutants(const Problem& problem) {
  std::vector<Candidate> candidates;
  const Graph graph(problem.result);
  const std::vector<bool> needed = needed_for(graph, {problem.result});
  std::vector<bool> reaches(graph.size(), false);
  for (const Expr& x : wanted_inputs(problem))
    if (graph.contains(x)) reaches[graph.position(x)] = true;
  std::mt19937 random(99);
  for (std::size_t n = 0; n < graph.size(); ++n) {
    const Expr& node = graph.nodes()[n];
    if (!needed[n]) continue;  // only its shape counts
    for (std::size_t i = 0; i < node.inputs().size(); ++i) {
      if (!node.op().uses_value(i) || !reaches[graph.position(node.input(i))]) continue;
      reaches[n] = true;
      const Expr adjoint = variable("∂L/∂Z", node.rows(), node.cols());
      Bindings<long double> leaves = bound(problem);
      leaves[adjoint.id()] = uniform_values(node.shape(), 0.5, 1.5, random).cast<long double>();
      const Expr right = node.op().vjp(i, node, adjoint);
      const Precise value = evaluated<long double>(right, leaves);
      for (const Mutation& mutation : mutations_of(right)) {
        const Precise wrong = evaluated<long double>(mutation.applied_to(right), leaves);
        const bool differs = wrong.rows() != value.rows() || !((wrong - value).cwiseAbs().sum() == 0);
        candidates.push_back({with_mutant(problem.result, node, i, mutation),
                              node.op().label() + ", input " + std::to_string(i + 1) + ", " + mutation.name(),
                              differs});
      }
    }
  }
  return candidates;
}

}  // namespace matgrad::tests
