#include <algorithm>
#include <span>

#include "matgrad/autodiff/grade/local_change.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_parts = 24;

/// Products of two of the parts, each as it is or transposed, in the shape of the variable.
std::vector<Expr> products_in_shape(std::span<const Expr> parts, Shape wanted) {
  std::vector<Expr> factors, products;
  for (const Expr& part : parts) {
    if (part.shape().is_scalar()) continue;
    factors.push_back(part);
    factors.push_back(with_transpose_toggled(part));
  }
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t j = 0; j < factors.size(); ++j)
      if (i / 2 != j / 2 && factors[i].cols() == factors[j].rows() && factors[i].rows() == wanted.rows &&
          factors[j].cols() == wanted.cols)
        products.push_back(factors[i] * factors[j]);
  return products;
}

std::string in_words(const Expr& product, const std::string& verdict, const Wording& wording) {
  return "The product " + wording.of(product) + verdict + to_string(product.input(0).shape()) + " times " +
         to_string(product.input(1).shape()) + ".";
}

}  // namespace

std::string fitting_text(const Examination& examination, const Wording& wording, const AnswerParts& parts) {
  const Question& question = examination.question();
  const Shape wanted = question.shape();
  const auto truth = examination.value(question.truth(), 0);
  const std::span<const Expr> some(parts.all.data(), std::min(parts.all.size(), most_parts));
  for (const Expr& product : products_in_shape(some, wanted)) {
    const auto value = examination.value(product, 0);
    if (!value || !truth) continue;
    if (value->isApprox(*truth, 1e-9L)) return in_words(product, " would fit: ", wording);
    if (value->isApprox(-*truth, 1e-9L)) return in_words(product, " would fit, with a minus in front: ", wording);
  }
  const std::vector<Expr> products = products_in_shape(parts.factors, wanted);
  return products.empty() ? "" : in_words(products.front(), " would have that shape: ", wording);
}

Diagnosis wrong_shape(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const std::string why = question.form() == Question::Form::jacobian
                              ? " is "
                              : " has the shape of " + wording.of(question.wrt()) + ", ";
  return {"wrong shape",
          "The answer is " + to_string(examination.answer_shape()) + ", but " + question.name() + why +
              to_string(question.shape()) + ".",
          "",
          {}};
}

}  // namespace matgrad::grading
