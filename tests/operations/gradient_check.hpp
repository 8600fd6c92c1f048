#pragma once

#include <random>
#include <string>
#include <vector>

#include <matgrad/autodiff/operations/leaf.hpp>

#include "evaluation.hpp"
#include "op_table.hpp"

namespace matgrad::tests {

/// "A", "B", …: the name of input i; G is left out, for the adjoint.
std::string input_name(std::size_t i);

/// One case of a row with its random numbers.
struct Problem {
  Problem(const OpRow& row, const Case& inputs, unsigned seed);

  Exprs inputs;
  Values values;
  std::vector<std::size_t> wanted;  // the inputs that are differentiated
  Expr result;
  Expr weight;  // G, in ⟨G, result⟩
  Value weight_value;
  Values directions;  // one V for each wanted input, in Σ ⟨V, ∂⟨G, result⟩/∂input⟩
};

/// One matrix for each wanted input.
using Gradients = std::vector<Matrix<long double>>;

/// ∂⟨G, result⟩/∂input through the vjps of `result` (the problem's own or a mutant), and by 6-point differences.
Gradients gradients(const Problem& problem, const Expr& result);
Gradients differences(const Problem& problem);

/// The gradient of Σ ⟨V, ∂⟨G, result⟩/∂input⟩ with respect to the wanted inputs and, last, to G; likewise.
Gradients second_gradients(const Problem& problem);
Gradients second_differences(const Problem& problem);

/// The result with one vjp mutated.
struct Candidate {
  Expr result;
  std::string description;
  bool differs;  // whether the mutated vjp returns something else for a random adjoint
};
std::vector<Candidate> mutants(const Problem& problem);

}  // namespace matgrad::tests
