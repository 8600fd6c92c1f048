#include "matgrad/autodiff/derive/derivation.hpp"

#include <utility>

#include "matgrad/autodiff/expression/error.hpp"

namespace matgrad {

Derivation::Derivation(Expr loss, std::string loss_name, std::vector<ForwardStep> steps,
                       std::vector<BackwardStep> adjoints, std::vector<VariableDerivation> variables,
                       std::optional<GivenAdjoint> upstream)
    : loss_(std::move(loss)),
      loss_name_(std::move(loss_name)),
      steps_(std::move(steps)),
      adjoints_(std::move(adjoints)),
      variables_(std::move(variables)),
      upstream_(std::move(upstream)) {}

const VariableDerivation& Derivation::of(const Expr& x) const {
  for (const VariableDerivation& variable : variables_)
    if (variable.variable == x) return variable;
  throw Error("this derivation is not with respect to " + to_text(x));
}

}  // namespace matgrad
