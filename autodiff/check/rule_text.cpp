#include "matgrad/autodiff/check/rule_text.hpp"

#include <string_view>
#include <vector>

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

std::string formula(const Expr& expr) {
  return expr.symbol().empty() ? to_text(notation_of(expr)) : std::string(expr.symbol());
}

}  // namespace

std::string rule_text(const Expr& node, std::size_t input, const std::string& loss_name) {
  if (is_named(node)) return {};
  std::vector<Expr> inputs;
  for (std::size_t i = 0; i < node.inputs().size(); ++i) {
    const Expr& given = node.input(i);
    const std::string name = placeholder_name(i, given.shape(), node.inputs().size());
    inputs.push_back(number_value(given) ? given : variable(name, given.rows(), given.cols()));
  }
  const std::string target(inputs[input].symbol());
  const Expr placed(node.shared_op(), inputs);
  const std::string result = node.shape().is_scalar() ? "z" : "Z";
  const std::string adjoint_of = "∂" + loss_name + "/∂";
  const Expr adjoint = variable(adjoint_of + result, node.rows(), node.cols());
  const Expr value = node.op().vjp(input, placed, adjoint);
  const Expr by_name = tidy(substitute(value, Substitution{{placed, variable(result, node.rows(), node.cols())}}));
  return result + " = " + formula(placed) + ": " + adjoint_of + target + " = " + formula(by_name);
}

}  // namespace matgrad
