#include "matgrad/autodiff/grade/softmax_slips.hpp"

#include <optional>

#include "matgrad/autodiff/expression/contribution.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/operations/softmax.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad::grading {
namespace {

/// The argument of a softmax; nothing for what is none. One of a column may be written as exp(u) / sum(exp(u)).
std::optional<Expr> argument_of_softmax(const Expr& node) {
  if (is_call<softmax>(node)) return node.input(0);
  const auto written = [](const Expr& expr) { return is_named(expr) ? expr.input(0) : expr; };
  if (!is_quotient(node) || node.cols() != 1 || !is_call<exp>(written(node.input(0)))) return std::nullopt;
  const Expr sum_of_all = written(node.input(1));
  const bool is_total = is_call<sum>(sum_of_all) && written(sum_of_all.input(0)) == written(node.input(0));
  return is_total ? std::optional(written(node.input(0)).input(0)) : std::nullopt;
}

constexpr const char* diagonal = "softmax taken entry by entry";

}  // namespace

std::vector<SoftmaxSlip> softmax_slips(const Expr& node, const Expr& adjoint, const Wording& wording) {
  const std::string of = wording.of(node);
  if (const std::optional<Expr> u = argument_of_softmax(node)) {
    const Expr slope = node - hadamard(node, node);
    const Expr right = hadamard(node, adjoint - rows(column_sums(hadamard(adjoint, node)), *u));
    const std::string words = "only the diagonal " + wording.of(hadamard(node, 1.0 - node)) +
                              " of the Jacobian of " + of +
                              " is there: each entry of a softmax depends on all entries of its argument";
    return {{*u, right, hadamard(adjoint, slope), diagonal, words},
            {*u, right, slope, diagonal,
             words + "; and the upstream factor " + wording.adjoint(node) + " is missing"}};
  }
  const bool is_loss = is_call<cross_entropy>(node);
  if (!is_loss && !is_call<log_softmax>(node)) return {};
  const Expr &u = node.input(0), s = softmax(u);
  const Expr right = contribution(node, 0, adjoint), complement = 1.0 - s;
  const Expr above = is_loss ? (-1 / static_cast<double>(u.cols())) * hadamard(adjoint, node.input(1)) : adjoint;
  const std::string both = wording.of(hadamard(s, complement)), of_probabilities = wording.of(s);
  return {{u, right, divide(above, s), "chain cut short",
           "the answer stops at the derivative by " + of_probabilities + ": the step from it to " + wording.of(u) +
               " is missing"},
          {u, right, hadamard(above, complement), diagonal,
           "only the diagonal " + both + " of the Jacobian of " + wording.of(s) +
               " is there: each entry of a softmax depends on all entries of its argument"},
          {u, right, hadamard(s, complement), diagonal,
           "the answer is " + both + ", the diagonal of the Jacobian of " + wording.of(s) + ", and " +
               (is_loss ? "the target " + wording.of(node.input(1)) + " does not occur in it"
                        : "the upstream factor " + wording.adjoint(node) + " is missing")}};
}

}  // namespace matgrad::grading
