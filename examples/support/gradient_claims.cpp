#include "examples/support/gradient_claims.hpp"

#include <algorithm>

#include <matgrad/autodiff/check/reference.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/operations/leaf.hpp>
#include <matgrad/autodiff/tape/evaluate.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>
#include <matgrad/autodiff/transform/substitute.hpp>

namespace matgrad::examples {

using pages::Worksheet;

namespace {

const Eigen::MatrixXd& value_of(const Expr& leaf, const LeafValues<>& point) {
  for (const auto& [variable, value] : point)
    if (variable == leaf) return value;
  throw MissingInputError(std::string(leaf.symbol()) + " has no value");
}

std::vector<std::string> names_of(const std::vector<Claim>& claims) {
  std::vector<std::string> names;
  for (const Claim& claim : claims) names.push_back(claim.name);
  return names;
}

}  // namespace

void check_claims(Worksheet& sheet, const std::string& input, const Expr& loss, const std::vector<Claim>& claims,
                  const LeafValues<>& point, const ReferenceValues* reference) {
  std::vector<Expr> variables, closed_forms;
  std::vector<Eigen::MatrixXd> values;
  CheckOptions options{.others = {}, .every_entry = false, .seed = sheet.options().seed};
  for (const Claim& claim : claims) {
    variables.push_back(claim.variable);
    closed_forms.push_back(claim.closed_form);
    values.push_back(value_of(claim.variable, point));
  }
  for (const auto& [leaf, value] : point)
    if (std::find(variables.begin(), variables.end(), leaf) == variables.end())
      options.others.emplace_back(leaf, value);

  const std::vector<Eigen::MatrixXd> automatic = evaluate(gradient(loss, variables), point);
  // Node by node as written, so that both do not end as one and the same program.
  const std::vector<Eigen::MatrixXd> by_hand = reference_values<double>(closed_forms, point);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Claim& claim = claims[i];
    if (reference && !claim.reference.empty()) {
      const Eigen::MatrixXd& expected = (*reference)[claim.reference];
      sheet.compare(input, claim.name + ", automatic", "reference value", automatic[i], expected);
      sheet.compare(input, claim.name + ", closed form", "reference value", by_hand[i], expected);
    } else {
      sheet.compare(input, claim.name + ", automatic", "closed form", automatic[i], by_hand[i]);
    }
  }
  sheet.differences(input, "Automatic gradient against finite differences", names_of(claims), "automatic",
                    check_gradient(loss, variables, values, options));
  sheet.differences(input, "Closed form against finite differences", names_of(claims), "closed form",
                    check_gradient(loss, variables, closed_forms, values, options));
}

void check_node_claim(Worksheet& sheet, const std::string& input, const Expr& loss, const Claim& claim,
                      const LeafValues<>& point, const ReferenceValues* reference) {
  const Expr node = variable_like(std::string(claim.variable.symbol()), claim.variable);
  const std::vector<Expr> free = substitute(std::vector{loss, claim.closed_form}, {{claim.variable, node}});
  LeafValues<> extended = point;
  extended.emplace_back(node, evaluate(claim.variable, point));
  check_claims(sheet, input, free[0], {{claim.name, node, free[1], claim.reference}}, extended, reference);
}

}  // namespace matgrad::examples
