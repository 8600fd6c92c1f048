#include "matgrad/autodiff/grade/jacobian_form.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>
#include <vector>

#include "matgrad/autodiff/derive/derivative_rule.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/matrix.hpp"
#include "matgrad/autodiff/operations/products.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"
#include "matgrad/autodiff/rewrite/tidy.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t longest_name = 24;  // columns

bool is_row_or_column(const Expr& expr) { return expr.rows() == 1 || expr.cols() == 1; }
Expr as_column(const Expr& expr) { return expr.cols() == 1 ? expr : transpose(expr); }
Expr as_column_of_all(const Expr& expr) { return expr.cols() == 1 ? expr : reshape(expr, expr.shape().size(), 1); }

Expr matrix_product(std::vector<Expr> factors) {
  return factors.size() == 1 ? factors.front() : product(std::move(factors));
}

/// Finds, from the leaf u on, the matrix M of each vector that is linear in u: it is M u.
class LinearMap {
 public:
  explicit LinearMap(const Expr& u) : u_(u) {}

  std::optional<Expr> matrix_of(const Expr& expr) {
    const Graph graph(expr);
    for (const Expr& node : graph.nodes()) {
      const auto depends = [this](const Expr& input) { return depends_.contains(input.id()); };
      if (node == u_ || std::ranges::any_of(node.inputs(), depends)) {
        std::optional<Expr> matrix = node == u_ ? std::optional(identity(u_.shape().size())) : of_operation(node);
        depends_.emplace(node.id(), std::move(matrix));
      }
    }
    const auto found = depends_.find(expr.id());
    return found == depends_.end() ? std::nullopt : found->second;
  }

 private:
  /// The one input that depends on u; none if there are several.
  std::optional<std::size_t> carrier(const Expr& node) const {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < node.inputs().size(); ++i) {
      if (!depends_.contains(node.input(i).id())) continue;
      if (found) return std::nullopt;
      found = i;
    }
    return found;
  }

  std::optional<Expr> of_operation(const Expr& node) const {
    if (!is_row_or_column(node)) return std::nullopt;
    if (sum_coefficients(node) != nullptr) return of_sum(node);
    const std::optional<std::size_t> at = carrier(node);
    if (!at) return std::nullopt;
    const std::optional<Expr>& inner = depends_.at(node.input(*at).id());
    if (!inner) return std::nullopt;
    const Expr& input = node.input(*at);
    if (is_named(node) || is_transpose(node)) return inner;
    if (is_product(node)) return of_product(node, *at, *inner);
    if (is_hadamard(node)) return of_elementwise_product(node, *at, *inner);
    if (is_quotient(node) && *at == 0) {
      if (node.input(1).shape().is_scalar()) return divide(*inner, node.input(1));
      if (input.shape() == node.shape()) return as_diagonal(divide(1.0, as_column(node.input(1)))) * *inner;
    }
    if (is_call<dot>(node)) return transpose(as_column(node.input(1 - *at))) * *inner;
    if (is_call<sum>(node)) return column_sums(*inner);
    if (is_call<solve>(node) && *at == 1) return inverse(node.input(0)) * *inner;
    return std::nullopt;
  }

  std::optional<Expr> of_sum(const Expr& node) const {
    std::vector<Expr> terms;
    for (const Expr& input : node.inputs()) {
      const auto found = depends_.find(input.id());
      if (found == depends_.end() || !found->second || input.shape() != node.shape()) return std::nullopt;
      terms.push_back(*found->second);
    }
    return weighted_sum(*sum_coefficients(node), terms);
  }

  std::optional<Expr> of_product(const Expr& node, std::size_t at, const Expr& inner) const {
    const std::vector<Expr> factors(node.inputs().begin(), node.inputs().end());
    const auto here = factors.begin() + static_cast<std::ptrdiff_t>(at);
    const auto is_scalar = [](const Expr& factor) { return factor.shape().is_scalar(); };
    const Expr& input = factors[at];
    if (is_scalar(input)) {
      std::vector<Expr> others(factors.begin(), here);
      others.insert(others.end(), here + 1, factors.end());
      return as_column(matrix_product(std::move(others))) * inner;
    }
    if (input.cols() == 1 && std::all_of(here + 1, factors.end(), is_scalar)) {
      std::vector<Expr> all = factors;
      all[at] = inner;
      return matrix_product(std::move(all));
    }
    if (input.rows() == 1 && std::all_of(factors.begin(), here, is_scalar)) {
      std::vector<Expr> turned;
      for (std::size_t i = factors.size(); i-- > 0;) {
        const bool turns = i > at && !is_scalar(factors[i]);
        turned.push_back(i == at ? inner : turns ? transpose(factors[i]) : factors[i]);
      }
      return matrix_product(std::move(turned));
    }
    return std::nullopt;
  }

  static std::optional<Expr> of_elementwise_product(const Expr& node, std::size_t at, const Expr& inner) {
    Expr result = inner;
    const bool was_scalar = node.input(at).shape().is_scalar();
    std::vector<Expr> vectors;
    for (std::size_t i = 0; i < node.inputs().size(); ++i) {
      if (i == at) continue;
      const Expr& factor = node.input(i);
      if (factor.shape().is_scalar())
        result = factor * result;
      else
        vectors.push_back(as_column(factor));
    }
    if (vectors.empty()) return result;
    const Expr weights = vectors.size() == 1 ? vectors.front() : hadamard(vectors);
    return was_scalar ? weights * result : as_diagonal(weights) * result;
  }

  Expr u_;
  std::unordered_map<const Node*, std::optional<Expr>> depends_;  // what depends on u, with its matrix
};

Expr row_by_row(const Expr& gradient, const Expr& u) {
  const Expr row = transpose(as_column_of_all(gradient));
  std::vector<Expr> rows;
  for (Index i = 0; i < u.shape().size(); ++i) {
    Eigen::MatrixXd unit = Eigen::MatrixXd::Zero(u.rows(), u.cols());
    unit.data()[i] = 1;
    rows.push_back(substitute(row, {{u, constant(unit)}}));
  }
  return rows.size() == 1 ? rows.front() : concatenate_vertically(rows);
}

/// R ⊗ Lᵀ for a gradient L u R, and sums of these; nothing for others.
std::optional<Expr> kronecker_form(const Expr& gradient, const Expr& u) {
  if (gradient == u) return identity(u.shape().size());
  if (const std::vector<double>* coefficients = sum_coefficients(gradient)) {
    std::vector<Expr> terms;
    for (const Expr& input : gradient.inputs()) {
      std::optional<Expr> term = kronecker_form(input, u);
      if (!term) return std::nullopt;
      terms.push_back(*std::move(term));
    }
    return weighted_sum(*coefficients, terms);
  }
  const auto is_u = [&u](const Expr& factor) { return factor == u; };
  if (!is_product(gradient) || std::ranges::count_if(gradient.inputs(), is_u) != 1) return std::nullopt;
  std::vector<Expr> left, right;
  for (const Expr& factor : gradient.inputs()) {
    if (is_u(factor)) {
      right.push_back(factor);
      continue;
    }
    if (Graph(factor).contains(u) || factor.shape().is_scalar()) return std::nullopt;
    (right.empty() ? left : right).push_back(factor);
  }
  right.erase(right.begin());
  const Expr before = left.empty() ? identity(u.rows()) : transpose(matrix_product(std::move(left)));
  return kronecker(right.empty() ? identity(u.cols()) : matrix_product(std::move(right)), before);
}

}  // namespace

Expr jacobian_of(const Expr& gradient, const Expr& u) {
  if (u.shape().size() == 0) return zeros(0, gradient.shape().size());
  if (is_row_or_column(gradient) && is_row_or_column(u))
    if (const std::optional<Expr> turned = LinearMap(u).matrix_of(gradient))
      return simplest_terms_first(tidy(transpose(*turned)));
  if (const std::optional<Expr> form = kronecker_form(gradient, u)) return simplest_terms_first(tidy(*form));
  return row_by_row(gradient, u);
}

Expr gradient_by(const Expr& jacobian, const Expr& u, Shape variable) {
  const Expr column = transpose(jacobian) * as_column_of_all(u);
  return column.shape() == variable ? column : reshape(column, variable.rows, variable.cols);
}

std::string jacobian_name(const Expr& y, const Expr& x) {
  const std::string by = to_text(side_of_equation(x));
  std::string of(y.symbol());
  if (of.empty()) of = "(" + to_text(side_of_equation(y)) + ")";
  return display_width(of) > longest_name ? "the Jacobian by " + by : "∂" + of + "/∂" + by;
}

}  // namespace matgrad::grading
