#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/random_value.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/derive/derive.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

const Eigen::MatrixXd* value_of(const Expr& leaf, const LeafValues<>& values) {
  const auto found = std::ranges::find(values, leaf, &LeafValues<>::value_type::first);
  return found == values.end() ? nullptr : &found->second;
}

/// The values of the leaves that some expressions have, save one.
LeafValues<> values_for(const std::vector<Expr>& exprs, const LeafValues<>& values, const Expr& except) {
  LeafValues<> found;
  for (const Expr& leaf : Graph(exprs).leaves())
    if (const Eigen::MatrixXd* value = value_of(leaf, values); value != nullptr && !(leaf == except))
      found.emplace_back(leaf, *value);
  return found;
}

/// A scalar loss and gradients of it in terms of leaves that have values, whatever was left open upstream.
struct Closed {
  Expr loss;
  std::vector<Expr> gradients;
  LeafValues<> values;
};

Closed closed(const Derivation& derivation, const LeafValues<>& values, std::uint64_t seed) {
  Closed result{derivation.loss(), {}, values};
  for (const VariableDerivation& variable : derivation.variables())
    result.gradients.push_back(variable.closed_form);
  if (!derivation.upstream()) return result;
  const Expr &z = derivation.upstream()->node, &leaf = derivation.upstream()->adjoint;
  if (!(z == derivation.loss())) {
    result.gradients = substitute(result.gradients, Substitution{{leaf, gradient(derivation.loss(), z)}});
    return result;
  }
  result.loss = dot(leaf, derivation.loss());
  if (value_of(leaf, values) == nullptr) result.values.emplace_back(leaf, random_adjoint(leaf.shape(), seed));
  return result;
}

}  // namespace

Derivation checked(Derivation derivation, const LeafValues<>& values, const CheckOptions& options) {
  const Closed question = closed(derivation, values, options.seed);
  GradientCheck check;
  check.seed = options.seed;
  for (std::size_t i = 0; i < derivation.variables().size(); ++i) {
    const VariableDerivation& derived = derivation.variables()[i];
    Expr x = derived.node, loss = question.loss;
    const Expr& gradient = question.gradients[i];
    const Eigen::MatrixXd* given = value_of(x, question.values);
    Eigen::MatrixXd start;
    if (given != nullptr) {
      start = *given;
    } else if (x.is_leaf()) {
      throw MissingInputError("checked: no value is given for " + described(x));
    } else {
      // An intermediate becomes a leaf: what it is made of stands still.
      start = reference_value<double>(x, values_for({x}, question.values, x));
      const std::string name(x.symbol().empty() ? to_text(x) : x.symbol());
      const Expr moved = variable_like(name, x);
      loss = substitute(loss, Substitution{{x, moved}});
      x = moved;
    }
    CheckOptions one = options;
    for (auto& entry : values_for({loss, gradient}, question.values, x)) one.others.push_back(std::move(entry));
    GradientCheck found = check_gradient(loss, std::vector{x}, std::vector{gradient}, {start}, one);
    check.loss = found.loss;
    check.variables.push_back(std::move(found.variables.front()));
  }
  derivation.set_check(std::move(check));
  return derivation;
}

}  // namespace matgrad
