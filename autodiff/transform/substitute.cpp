#include "matgrad/autodiff/transform/substitute.hpp"

#include <unordered_map>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/normal_form.hpp"
#include "matgrad/autodiff/transform/gradient.hpp"
#include "matgrad/autodiff/transform/look_alike.hpp"

namespace matgrad {
namespace {

/// The derivative of an elementwise function, as a function.
Definition derivative(const Definition& definition, int order) {
  if (order == 0) return definition;
  return [lower = derivative(definition, order - 1)](const Operand& z) {
    const Expr at = variable_like("z", z);
    const std::vector<Expr> slope = for_people(vector_jacobian_product(sum(lower(at)), {at}, constant(1.0)));
    return replaced(slope, {{at, z.expr()}}).front();
  };
}

void require_facts(const Expr& leaf, const Expr& replacement) {
  const Facts declared = leaf.op().declared_facts();
  if (declared.empty()) return;
  NormalFormBuilder form;
  if (form.facts(normalise(Graph(replacement), form).front()).has_all(declared)) return;
  DomainError error("substitute: the facts declared for " + described(leaf) + " are not known of " +
                    described(replacement));
  error.add_context("replace it by a variable declared so, or declare the leaf without them");
  throw error;
}

}  // namespace

std::vector<Expr> substitute(const std::vector<Expr>& exprs, const Substitution& substitution) {
  std::vector<Expr> from;
  for (const auto& [node, replacement] : substitution) from.push_back(node);
  require_no_look_alike(exprs, from);
  return replaced(exprs, substitution);
}

std::vector<Expr> replaced(const std::vector<Expr>& exprs, const Substitution& substitution) {
  std::unordered_map<const Node*, Expr> replacement;
  for (const auto& [from, to] : substitution) {
    require_facts(from, to);
    replacement.emplace(from.id(), to);
  }
  try {
    return rebuilt(exprs, [&replacement](const Expr& node, std::vector<Expr> inputs) {
      const auto found = replacement.find(node.id());
      return found != replacement.end() ? found->second : with_inputs(node, std::move(inputs));
    });
  } catch (ShapeError& error) {
    for (const auto& [from, to] : substitution)
      if (from.shape() != to.shape())
        error.add_context("substitute: " + described(to) + " stands for " + described(from));
    throw;
  }
}

Expr substitute(const Expr& expr, const Substitution& substitution) {
  return substitute(std::vector{expr}, substitution).front();
}

std::vector<Expr> substitute(const std::vector<Expr>& exprs, const ElementwiseFunction& f,
                             const Definition& definition) {
  return rebuilt(exprs, [&](const Expr& node, std::vector<Expr> inputs) {
    const auto function = unknown_function(node);
    if (!function || function->name != f.name()) return with_inputs(node, std::move(inputs));
    return derivative(definition, function->order)(inputs[0]);
  });
}

Expr substitute(const Expr& expr, const ElementwiseFunction& f, const Definition& definition) {
  return substitute(std::vector{expr}, f, definition).front();
}

}  // namespace matgrad
