#include "matgrad/autodiff/derive/derivative_rule.hpp"

#include <cmath>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

// Matrices are capital letters, scalars small ones. L and Z are taken.
std::string placeholder_name(std::size_t i, Shape shape, std::size_t count) {
  constexpr std::string_view capital = "ABCDEF", small = "abcdef";
  const bool scalar = shape.is_scalar();
  if (count > capital.size()) return subscripted(scalar ? "a" : "A", i + 1);
  return std::string(1, (scalar ? small : capital)[i]);
}

}  // namespace

Notation side_of_equation(const Expr& expr) {
  if (const std::optional<double> number = number_value(expr); number && std::abs(*number) == 0.5) {
    Notation half = Notation::number(*number);
    half.text = *number < 0 ? "−½" : "½";
    return half;
  }
  return expr.symbol().empty() ? notation_of(expr) : Notation::symbol(expr.symbol());
}

std::optional<DerivativeRule> derivative_rule(const Expr& node, std::size_t input, const std::string& loss_name) {
  if (is_named(node)) return std::nullopt;
  std::vector<Expr> inputs;
  for (std::size_t i = 0; i < node.inputs().size(); ++i) {
    const Expr& given = node.input(i);
    const std::string name = placeholder_name(i, given.shape(), node.inputs().size());
    inputs.push_back(number_value(given) ? given : variable_like(name, given));
  }
  const std::string target(inputs[input].symbol());
  const Expr placed(node.shared_op(), inputs);
  const std::string result = node.shape().is_scalar() ? "z" : "Z";
  const std::string adjoint_of = "∂" + loss_name + "/∂";
  const Expr adjoint = variable_like(adjoint_of + result, node);
  const Expr value = contribution(placed, input, adjoint);
  const Expr by_name = tidy(replaced({value}, {{placed, variable_like(result, node)}}).front());
  return DerivativeRule{
      Notation::relation("=", {Notation::symbol(result), side_of_equation(placed)}),
      Notation::relation("=", {Notation::symbol(adjoint_of + target), side_of_equation(by_name)})};
}

std::string to_text(const DerivativeRule& rule) {
  return to_text(rule.operation) + ": " + to_text(rule.derivative);
}

}  // namespace matgrad
