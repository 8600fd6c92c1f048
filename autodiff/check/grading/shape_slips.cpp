#include <optional>
#include <utility>

#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_parts = 12;

struct Fitting {
  Expr product;
  bool is_truth;
};

/// A product of two of the parts, each as it is or transposed, in the shape of the variable: the true gradient if
/// there is one, else any.
std::optional<Fitting> fitting_product(const Question& question, const TestPoints& points,
                                       const std::vector<Expr>& parts) {
  const Shape wanted = question.wrt().shape();
  const auto truth = points.value(question.truth(), 0);
  std::optional<Fitting> any;
  std::vector<Expr> factors;
  for (const Expr& part : parts) {
    if (part.shape().is_scalar()) continue;
    factors.push_back(part);
    factors.push_back(transpose(part));
  }
  for (std::size_t i = 0; i < factors.size(); ++i)
    for (std::size_t j = 0; j < factors.size(); ++j) {
      if (i / 2 == j / 2 || factors[i].cols() != factors[j].rows()) continue;
      if (factors[i].rows() != wanted.rows || factors[j].cols() != wanted.cols) continue;
      const Expr product = factors[i] * factors[j];
      const auto value = points.value(product, 0);
      if (value && truth && value->isApprox(*truth, 1e-9L)) return Fitting{product, true};
      if (!any) any = Fitting{product, false};
    }
  return any;
}

}  // namespace

std::string fitting_text(const Question& question, const TestPoints& points, const Wording& wording,
                         std::vector<Expr> parts) {
  if (parts.size() > most_parts) parts.erase(parts.begin() + most_parts, parts.end());
  const std::optional<Fitting> found = fitting_product(question, points, parts);
  if (!found) return {};
  const Expr& product = found->product;
  return "The product " + wording.of(product) + (found->is_truth ? " would fit: " : " would have that shape: ") +
         to_string(product.input(0).shape()) + " times " + to_string(product.input(1).shape()) + ".";
}

Diagnosis wrong_shape(const Examination& examination, const Wording& wording, const std::vector<Expr>& parts) {
  const Question& question = examination.question();
  return {"wrong shape",
          "The answer is " + to_string(examination.answer_shape()) + ", but " + question.name() +
              " has the shape of " + wording.of(question.wrt()) + ", " + to_string(question.wrt().shape()) + ".",
          fitting_text(question, examination.points(), wording, parts),
          {}};
}

}  // namespace matgrad::grading
