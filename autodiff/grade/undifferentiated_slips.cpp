#include <string>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"

namespace matgrad::grading {
namespace {

/// What a number is the sum of, up to a factor: x ∘ y for xᵀ y. A function in a sum by itself is f for f′.
std::vector<Expr> summands(const Expr& number) {
  if (is_call<dot>(number)) return {hadamard(number.input(0), number.input(1))};
  if (is_call<cross_entropy>(number)) return {-hadamard(number.input(1), log_softmax(number.input(0)))};
  if (is_product(number) && number.inputs().size() == 2 && number.input(0).rows() == 1 &&
      number.input(1).cols() == 1 && number.input(0).cols() > 1)
    return {hadamard(with_transpose_toggled(number.input(0)), number.input(1))};
  if (!is_call<sum>(number)) return {};
  const Expr& terms = number.input(0);
  if (is_hadamard(terms)) return {terms};
  const std::vector<double>* coefficients = sum_coefficients(terms);
  if (coefficients == nullptr) return {};
  std::vector<Expr> found{terms};
  for (std::size_t i = 0; i < coefficients->size(); ++i)
    if (is_hadamard(terms.input(i)))
      found.push_back(weighted_sum({(*coefficients)[i]}, std::vector{terms.input(i)}));
  return found;
}

/// The sums in the loss that are no part of a function.
std::vector<Expr> open_sums(const Expr& loss) {
  std::vector<Expr> open{loss}, found;
  while (!open.empty()) {
    const Expr node = open.back();
    open.pop_back();
    const bool is_linear = is_named(node) || sum_coefficients(node) != nullptr;
    if (is_linear && found.size() + open.size() < 16)
      open.insert(open.end(), node.inputs().begin(), node.inputs().end());
    else
      found.push_back(node);
  }
  return found;
}

}  // namespace

std::vector<Diagnosis> undifferentiated_slips(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const Expr& loss = question.loss();
  if (question.form() == Question::Form::jacobian || !loss.shape().is_scalar()) return {};
  constexpr const char* advice = "Each entry of the gradient is the derivative by that entry of the variable.";
  if (!question.wrt().shape().is_scalar() && examination.is_reproduced_by(loss))
    return {
        {"not differentiated", "This is the value of the loss itself, a number, not its gradient.", advice, loss}};
  for (const Expr& number : open_sums(loss))
    for (const Expr& terms : summands(number)) {
      const std::optional<double> c = examination.multiple_of(terms);
      if (!c || !is_simple(*c, wording)) continue;
      const Expr wrong = *c * terms;
      return {{"not differentiated",
               "The entries of the answer are terms of the sum in the loss, " + wording.of(wrong) +
                   ", not their derivatives.",
               advice, wrong}};
    }
  return {};
}

}  // namespace matgrad::grading
