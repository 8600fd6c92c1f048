#pragma once

#include <vector>

#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/suspicions.hpp"
#include "matgrad/autodiff/grade/wording.hpp"

namespace matgrad::grading {

/// What an answer is made of.
struct AnswerParts {
  std::vector<Expr> all;      // leaves, names, and formulas
  std::vector<Expr> factors;  // of an answer that is a product
};

// The slips that grade knows, one family a file. Each function gives those that explain the answer: their
// reproduction equals the answer at every point.

/// The answer is 0, or has another sign or a constant factor.
std::vector<Diagnosis> scale_slips(const Examination& examination, const Wording& wording);
/// The answer has the wrong power of a scalar variable other than the one that is asked for.
std::vector<Diagnosis> scalar_factor_slips(const Examination& examination, const Wording& wording);
/// A scalar part of the loss, such as det(X), is missing as a factor, or a power of a scalar variable itself.
std::vector<Diagnosis> scalar_part_slips(const Examination& examination, const Wording& wording);
/// The answer is the sum of the entries, the rows or the columns of the gradient.
std::vector<Diagnosis> summed_slips(const Examination& examination, const Wording& wording);
/// The answer is transposed.
std::vector<Diagnosis> transposition_slips(const Examination& examination, const Wording& wording);
/// Paths to the variable are missing, subtracted, not transposed at the end, or taken for one another.
std::vector<Diagnosis> path_slips(const Examination& examination, const Wording& wording);
/// A matrix is taken for symmetric.
std::vector<Diagnosis> symmetry_slips(const Examination& examination, const Wording& wording);
/// Paths have other factors.
std::vector<Diagnosis> path_factor_slips(const Examination& examination, const Wording& wording);
/// The answer is the adjoint of something else.
std::vector<Diagnosis> neighbour_slips(const Examination& examination, const Wording& wording);
/// Terms of the gradient are missing, or have another sign, or a factor that they share; or one is too much.
std::vector<Diagnosis> term_slips(const Examination& examination, const Wording& wording);
/// Terms of the gradient have several other factors.
std::vector<Diagnosis> term_factor_slips(const Examination& examination, const Wording& wording);
/// Rows or columns are exchanged, shifted, or summed over the wrong index.
std::vector<Diagnosis> index_slips(const Examination& examination, const Wording& wording);

/// The answer is the gradient of a loss that holds another function: ‖x‖² for ‖x‖.
std::vector<Diagnosis> misread_slips(const Examination& examination, const Wording& wording);
/// One use of a part of the loss that depends on the variable is left out or subtracted.
std::vector<Diagnosis> part_use_slips(const Examination& examination, const Wording& wording);
/// f′ g′ for the derivative of f g, or f′ / g′ for that of f / g.
std::vector<Diagnosis> product_rule_slips(const Examination& examination, const Wording& wording);
/// The answer is the loss itself, or what the loss is a sum of.
std::vector<Diagnosis> undifferentiated_slips(const Examination& examination, const Wording& wording);

/// What slips in one step of the backward pass make of the gradient: a chain-rule factor left out, f for f′, f′ at
/// another place or of another function, a product rule misapplied.
Suspicions step_suspicions(const Examination& examination);
/// What the same slip in several of these steps makes of it, as in each layer of a network.
Suspicions repeated_step_suspicions(const Examination& examination);
/// What slips in writing down the closed form make of it: a factor left out, transposed, or in the wrong place.
Suspicions formula_suspicions(const Examination& examination, const Wording& wording);
/// The answer would be right, perhaps up to a simple factor, if the columns of a variable summed to 1, as
/// probabilities and one-hot labels do. The diagnosis has no reproduction.
std::vector<Diagnosis> sum_to_one_slips(const Examination& examination, const Expr& answer,
                                        const Wording& wording);
/// "the columns of T summed to 1".
std::string sum_to_one_in_words(const Expr& leaf, const Wording& wording);
/// The variables, other than the one that is asked for, of which sums of columns stand in the gradient.
std::vector<Expr> summed_leaves(const Question& question);

/// The answer has another shape than the variable.
Diagnosis wrong_shape(const Examination& examination, const Wording& wording);
/// The product of two of `parts` that is right, or else the one of the `factors` of the answer, if it has two,
/// that would have the right shape: "The product (∂L/∂z₂) h₁ᵀ would fit: 7×8 times 8×5."; empty if there is none.
std::string fitting_text(const Examination& examination, const Wording& wording, const AnswerParts& parts);

}  // namespace matgrad::grading
