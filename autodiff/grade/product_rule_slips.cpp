#include <optional>
#include <string>
#include <vector>

#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad::grading {
namespace {

/// The derivative of each entry of `part` by the same entry of the variable, where entries belong together.
std::optional<Expr> slope(const Question& question, const Expr& part) {
  return question.pulled_back(part, ones_like(part));
}

/// f′ g′ for (f g)′: factors that do not depend on the variable stay.
std::optional<Expr> product_of_slopes(const Question& question, const Expr& product) {
  std::vector<Expr> factors;
  std::size_t functions = 0;
  for (const Expr& factor : product.inputs()) {
    if (factor.shape() != product.shape()) return std::nullopt;
    const bool depends = question.depends_on_variable(factor);
    const std::optional<Expr> derivative = depends ? slope(question, factor) : factor;
    if (!derivative) return std::nullopt;
    factors.push_back(*derivative);
    functions += depends ? 1 : 0;
  }
  if (functions < 2) return std::nullopt;
  return hadamard(std::move(factors));
}

/// f′ / g′ for (f / g)′.
std::optional<Expr> quotient_of_slopes(const Question& question, const Expr& quotient) {
  for (const Expr& part : quotient.inputs())
    if (part.shape() != quotient.shape() || !question.depends_on_variable(part)) return std::nullopt;
  const auto above = slope(question, quotient.input(0)), below = slope(question, quotient.input(1));
  if (!above || !below) return std::nullopt;
  return divide(*above, *below);
}

}  // namespace

std::vector<Diagnosis> product_rule_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian || question.asked_path()) return {};
  for (const Expr& node : question.graph().nodes()) {
    const bool quotient = is_quotient(node);
    if (!quotient && !is_hadamard(node) && !(is_product(node) && node.shape().is_scalar())) continue;
    if (node.shape() != question.wrt().shape() || !question.depends_on_variable(node)) continue;
    examination.budget().spend(question.graph().position(node));
    const std::optional<Expr> wrong_slope =
        quotient ? quotient_of_slopes(question, node) : product_of_slopes(question, node);
    const std::optional<Expr> adjoint = question.adjoint(node);
    if (!wrong_slope || !adjoint) continue;
    const std::optional<Expr> right = question.pulled_back(node, *adjoint);
    if (!right) continue;
    const Expr wrong = question.truth() - *right + hadamard(*adjoint, *wrong_slope);
    if (!examination.is_reproduced_by(wrong)) continue;
    const std::string kind = quotient ? "quotient" : "product";
    return {{kind + " rule missing",
             "The " + kind + " of the derivatives stands where the derivative of the " + kind + " " +
                 wording.of(node) + " belongs.",
             quotient ? "(f / g)′ = (f′ g − f g′) / g²." : "(f g)′ = f′ g + f g′.", wrong}};
  }
  return {};
}

}  // namespace matgrad::grading
