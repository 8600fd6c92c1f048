#include "matgrad/autodiff/rewrite/conventions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_sum = 16;  // whose terms are compared with each other

class Writer {
 public:
  explicit Writer(NormalFormBuilder& form) : form_(form) {}

  /// −A + B as a factor is (B − A).
  Expr positive_first(const Expr& factor) {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    if (coefficients == nullptr || coefficients->front() > 0) return factor;
    std::vector<Term> terms = terms_of(factor);
    put_positive_first(terms);
    return interned(sum_of(terms));
  }

  Expr written(const Expr& expr) {
    if (is_transpose(expr) && is_transpose(expr.input(0))) return expr.input(0).input(0);
    if (is_product(expr)) return letters_first(expr);
    const std::vector<double>* coefficients = sum_coefficients(expr);
    if (coefficients == nullptr || coefficients->size() < 2 || coefficients->size() > longest_sum) return expr;
    return transposed_outside(originals_first(expr));
  }

 private:
  Expr interned(const Expr& expr) { return form_.interner().intern(expr); }

  Expr letters_first(const Expr& expr) {
    SplitProduct parts = split_product(expr);
    const auto is_letter = [](const Expr& e) { return e.shape().is_scalar() && (e.is_leaf() || is_named(e)); };
    std::stable_partition(parts.scalars.begin(), parts.scalars.end(), [&](const Expr& scalar) {
      return is_letter(scalar) || (scalar.inputs().size() == 1 && is_letter(scalar.input(0)));
    });
    parts.scalars.insert(parts.scalars.end(), parts.chain.begin(), parts.chain.end());
    return std::ranges::equal(parts.scalars, expr.inputs()) ? expr : interned(product(std::move(parts.scalars)));
  }

  /// Of a matrix and its transpose the matrix first.
  Expr originals_first(const Expr& expr) {
    const std::vector<double>& coefficients = *sum_coefficients(expr);
    std::vector<Expr> terms(expr.inputs().begin(), expr.inputs().end());
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (!is_transpose(terms[i])) continue;
      const auto original = std::ranges::find(terms, terms[i].input(0));
      if (original == terms.end()) continue;
      const auto k = static_cast<std::size_t>(original - terms.begin());
      if (k > i && coefficients[k] == coefficients[i]) std::swap(terms[i], terms[k]);
    }
    return std::ranges::equal(terms, expr.inputs()) ? expr
                                                    : interned(weighted_sum(coefficients, std::move(terms)));
  }

  /// (x − y)ᵀ for xᵀ − yᵀ, where that leaves fewer transposes.
  Expr transposed_outside(const Expr& expr) {
    if (expr.shape().is_scalar() || is_symmetric(expr)) return expr;
    std::ptrdiff_t saved = -1;
    for (const Expr& term : expr.inputs())
      if (!term.shape().is_scalar()) saved += saved_in(term);
    if (saved <= 0) return expr;
    std::vector<Expr> terms;
    for (const Expr& term : expr.inputs()) terms.push_back(transposed(term));
    return interned(transpose(interned(weighted_sum(*sum_coefficients(expr), std::move(terms)))));
  }

  /// A for Aᵀ, A / s for Aᵀ / s.
  std::optional<Expr> untransposed(const Expr& expr) {
    if (is_transpose(expr)) return expr.input(0);
    if (!is_quotient(expr) || !expr.input(1).shape().is_scalar() || !is_transpose(expr.input(0)))
      return std::nullopt;
    return interned(Expr(expr.shared_op(), {expr.input(0).input(0), expr.input(1)}));
  }

  bool is_symmetric(const Expr& expr) { return form_.facts(expr).has(Fact::symmetric); }

  /// How many transposes fewer the transpose of a term has.
  std::ptrdiff_t saved_in(const Expr& term) {
    std::ptrdiff_t saved = 0;
    for (const Expr& factor : split_product(term).chain) {
      if (untransposed(factor))
        ++saved;
      else if (!is_symmetric(factor))
        --saved;
    }
    return saved;
  }

  Expr transposed(const Expr& term) {
    if (term.shape().is_scalar()) return term;
    SplitProduct parts = split_product(term);
    for (Expr& factor : parts.chain) {
      if (const std::optional<Expr> original = untransposed(factor))
        factor = *original;
      else if (!is_symmetric(factor))
        factor = interned(transpose(factor));
    }
    std::ranges::reverse(parts.chain);
    parts.scalars.insert(parts.scalars.end(), parts.chain.begin(), parts.chain.end());
    return parts.scalars.size() == 1 ? parts.scalars[0] : interned(product(std::move(parts.scalars)));
  }

  NormalFormBuilder& form_;
};

}  // namespace

std::vector<Expr> follow_conventions(const Graph& graph, NormalFormBuilder& form) {
  Writer writer(form);
  const std::vector<std::size_t> uses = use_counts(graph);
  return graph.rebuilt([&](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool is_changed = !std::ranges::equal(inputs, node.inputs());
    const bool multiplies = is_product(node) || is_hadamard(node);
    // A rule may apply to an operand that has become a transpose: sum(Aᵀ) is sum(A).
    if (is_changed && !multiplies && sum_coefficients(node) == nullptr && !is_transpose(node))
      return form.apply(node, std::move(inputs));
    // What stands elsewhere, too, is to look the same there.
    for (std::size_t k = 0; multiplies && k < inputs.size(); ++k)
      if (uses[graph.position(node.input(k))] == 1) inputs[k] = writer.positive_first(inputs[k]);
    return writer.written(form.interner().intern(with_inputs(node, std::move(inputs))));
  });
}

}  // namespace matgrad
