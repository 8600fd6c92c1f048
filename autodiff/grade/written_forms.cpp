#include "matgrad/autodiff/grade/written_forms.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_form_terms = 16;

/// A sum of several terms.
bool is_sum(const Expr& expr) { return sum_coefficients(expr) != nullptr && expr.inputs().size() > 1; }

/// A factor that is worth multiplying out: nobody does with 1 − σ(a).
bool is_open_factor(const Expr& factor) {
  const auto is_fixed = [](const Expr& term) { return number_value(term) || is_ones(term); };
  return is_sum(factor) && std::ranges::none_of(factor.inputs(), is_fixed);
}

/// The terms of a sum with their numbers, a broadcast one in the shape of the sum.
std::vector<Expr> scaled_terms(const Expr& sum) {
  std::vector<Expr> terms;
  for (std::size_t i = 0; i < sum.inputs().size(); ++i) {
    const double c = (*sum_coefficients(sum))[i];
    const Expr term = c == 1 ? sum.input(i) : c * sum.input(i);
    terms.push_back(term.shape() == sum.shape() ? term : hadamard(term, ones_like(sum)));
  }
  return terms;
}

/// The input in which a product or a linear operation is a sum that is worth opening.
std::optional<std::size_t> open_input(const Expr& expr) {
  const bool product = is_product(expr) || is_hadamard(expr);
  for (std::size_t i = 0; i < expr.inputs().size(); ++i)
    if (product ? is_open_factor(expr.input(i)) : expr.op().is_linear_in(i) && is_sum(expr.input(i))) return i;
  if (is_quotient(expr) && is_open_factor(expr.input(0))) return 0;
  return std::nullopt;
}

/// Multiplied out by one step: the terms of a sum, or of a quotient of a sum, a product with it, a trace of it.
/// Empty if `term` is none of these.
std::vector<Expr> opened(const Expr& term) {
  if (is_sum(term)) return scaled_terms(term);
  // A number times a product: open the product, keep the number.
  const bool scaled = sum_coefficients(term) != nullptr;
  const Expr& core = scaled ? term.input(0) : term;
  const double number = scaled ? sum_coefficients(term)->front() : 1;
  std::vector<Expr> parts;
  if (scaled && is_sum(core)) {
    parts = scaled_terms(core);
  } else if (const auto open = open_input(core)) {
    for (const Expr& part : scaled_terms(core.input(*open))) {
      std::vector<Expr> inputs(core.inputs().begin(), core.inputs().end());
      inputs[*open] = part;
      parts.push_back(with_inputs(core, std::move(inputs)));
    }
  }
  if (number != 1)
    for (Expr& part : parts) part = number * part;
  return parts;
}

std::vector<Expr> multiplied_out(const Expr& expr) {
  std::vector<Expr> open{expr}, terms;
  while (!open.empty()) {
    const Expr term = std::move(open.back());
    open.pop_back();
    std::vector<Expr> parts = opened(term);
    if (parts.empty() || terms.size() + open.size() + parts.size() > most_form_terms)
      terms.push_back(term);
    else
      open.insert(open.end(), parts.rbegin(), parts.rend());
  }
  return terms;
}

/// The transpose of a sum as the sum of transposes; other nodes as they are.
Expr with_transpose_inside(const Expr& node) {
  if (!is_transpose(node) || !is_sum(node.input(0))) return node;
  const Expr& sum = node.input(0);
  std::vector<Expr> terms;
  for (const Expr& term : sum.inputs()) terms.push_back(term.shape().is_scalar() ? term : transpose(term));
  return weighted_sum(*sum_coefficients(sum), terms);
}

}  // namespace

WrittenForms::WrittenForms(const Expr& formula, const std::unordered_set<std::string>& own_names)
    : formula_(merged(formula, own_names)) {
  terms_ = multiplied_out(formula_);
  if (terms_.size() > 1)
    for (Expr& term : terms_) term = merged(tidy(term), {});
  const auto turn = [](const Expr& node, std::vector<Expr> inputs) {
    return is_named(node) ? node : with_transpose_inside(with_inputs(node, std::move(inputs)));
  };
  const Expr turned = rebuilt({formula_}, turn).front();
  if (!(turned == formula_)) with_transposes_inside_ = merged(turned, {});
}

Expr WrittenForms::merged(const Expr& expr, const std::unordered_set<std::string>& written_out) {
  const auto merge = [&](const Expr& node, std::vector<Expr> inputs) {
    if (!is_named(node)) return interner_.intern(with_inputs(node, std::move(inputs)));
    if (!written_out.contains(std::string(node.symbol()))) return node;
    const auto is_known = [&](const auto& pair) { return pair.first == inputs[0]; };
    if (std::ranges::none_of(names_, is_known)) names_.emplace_back(inputs[0], std::string(node.symbol()));
    return inputs[0];
  };
  return rebuilt({expr}, merge).front();
}

}  // namespace matgrad::grading
