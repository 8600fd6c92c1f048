#pragma once

#include <string>
#include <vector>

#include "matgrad/autodiff/derive/closed_form.hpp"
#include "matgrad/autodiff/derive/derivation.hpp"
#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/unused_names.hpp"

namespace matgrad {

/// The question with equal steps of the loss merged, and with names for the steps that some closed form holds
/// twice and that hold more than two leaves, in order of evaluation; `given` gets these names. A question of very
/// many steps stays as it is.
GradientQuestion with_repeated_steps_named(const GradientQuestion& asked, UnusedNames& names,
                                           std::vector<std::string>& given);

/// A formula and what the names in it stand for that a user did not give, in order of evaluation.
struct NamedFormula {
  Expr formula;
  std::vector<NamedPart> where;
};

/// The closed form with names for what it still holds twice. `given` are names that steps have got before.
NamedFormula with_repeated_parts_named(const Expr& closed_form, const std::vector<std::string>& given,
                                       UnusedNames names);

}  // namespace matgrad
