#include "matgrad/autodiff/rewrite/normal_form.hpp"

#include <algorithm>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"

namespace matgrad {
namespace {

// Products of sums are opened up to this many terms, so that the size stays linear.
constexpr std::size_t most_expanded_terms = 16;

bool same_scalars(std::span<const Expr> terms) {
  const std::vector<Expr> first = split_product(terms[0]).scalars;
  return std::ranges::all_of(
      terms, [&](const Expr& term) { return std::ranges::is_permutation(first, split_product(term).scalars); });
}

}  // namespace

/// Collects the factors of a product or an elementwise product: number, scalars, the rest.
class NormalFormBuilder::ProductBuilder {
 public:
  ProductBuilder(NormalFormBuilder& form, bool elementwise) : form_(form), elementwise_(elementwise) {}

  void add(const Expr& expr) {
    // An elementwise product has no place for a number: one that has been multiplied in for several users stays.
    const bool stays = elementwise_ && form_.sharing_ == Sharing::for_machines &&
                       sum_coefficients(expr) != nullptr && form_.is_whole(expr);
    const auto [number, core] = stays ? Term{1, expr} : split_number(expr);
    const std::optional<double> folded = folded_product(number_, number);
    if (!folded) return add_apart(expr);
    number_ = *folded;
    if (number_value(core)) return;
    if (is_zero(core)) number_ = 0;
    if (core.shape().is_scalar()) return add_scalar(core);
    const bool whole = form_.is_whole(core);
    if (!whole && is_product(core)) {
      const SplitProduct inner = split_product(core);
      for (const Expr& scalar : inner.scalars) add_scalar(scalar);
      if (!elementwise_) return add_chain(inner.chain);
      if (!inner.scalars.empty()) return add(form_.product(inner.chain, core.shape()));
    }
    if (!whole && elementwise_ && is_hadamard(core)) return add_chain(core.inputs());
    if (elementwise_ ? is_ones(core) : is_identity(core)) return;
    chain.push_back(core);
  }

  double number() const { return number_; }
  std::vector<Expr> scalars, chain;

 private:
  /// A factor of which the number would take the number of the product out of range.
  void add_apart(const Expr& expr) {
    (expr.shape().is_scalar() ? scalars : chain).push_back(form_.interner_.intern(expr));
  }

  void add_scalar(const Expr& core) {
    if (is_ones(core) || is_identity(core)) return;
    const bool flat = is_product(core) && !form_.is_whole(core) && split_product(core).chain.empty();
    if (flat)
      scalars.insert(scalars.end(), core.inputs().begin(), core.inputs().end());
    else
      scalars.push_back(core);
  }
  void add_chain(std::span<const Expr> factors) { chain.insert(chain.end(), factors.begin(), factors.end()); }

  NormalFormBuilder& form_;
  bool elementwise_;
  double number_ = 1;
};

Expr NormalFormBuilder::product(std::span<const Expr> factors, Shape shape) {
  ProductBuilder parts(*this, false);
  for (const Expr& factor : factors) parts.add(factor);
  if (parts.number() == 0) return zero(shape);
  // A scalar such as xᵀy among scalars opens up: α (xᵀ y) is α xᵀ y.
  const auto is_inner = [this](const Expr& e) { return is_product(e) && !is_whole(e); };
  if (shape.is_scalar() && parts.chain.empty() && std::ranges::count_if(parts.scalars, is_inner) == 1) {
    const auto inner = std::ranges::find_if(parts.scalars, is_inner);
    const SplitProduct opened = split_product(*inner);
    parts.scalars.erase(inner);
    parts.scalars.insert(parts.scalars.end(), opened.scalars.begin(), opened.scalars.end());
    parts.chain = opened.chain;
  }
  if (parts.chain.empty() && !shape.is_scalar())
    parts.chain.push_back(interner_.intern(identity(shape.rows)));  // every other factor was an identity
  std::vector<Expr> all = std::move(parts.scalars);
  all.insert(all.end(), parts.chain.begin(), parts.chain.end());
  if (all.empty()) return interner_.intern(constant(parts.number()));
  if (all.size() == 1) return scaled(parts.number(), all[0]);
  if (const auto terms = expanded(all, parts.chain.size(), parts.number())) return sum(*terms, shape);
  const Expr flat = matgrad::product(all);
  if (const auto run = rewritten_run(all, flat)) {
    std::vector<Expr> changed = *run;
    changed.push_back(constant(parts.number()));
    return product(changed, shape);
  }
  return scaled(parts.number(), interner_.intern(flat));
}

std::optional<std::vector<Term>> NormalFormBuilder::expanded(std::span<const Expr> factors,
                                                             std::size_t chain_length, double number) {
  if (sharing_ != Sharing::for_people || chain_length < 2) return std::nullopt;
  std::size_t count = 1;
  const auto opens = [this](const Expr& factor) {
    const std::vector<double>* coefficients = sum_coefficients(factor);
    return coefficients != nullptr && coefficients->size() > 1 && !factor.shape().is_scalar() &&
           !is_whole(factor) &&
           std::ranges::all_of(factor.inputs(),
                               [&](const Expr& term) { return term.shape() == factor.shape(); }) &&
           !same_scalars(factor.inputs());
  };
  for (const Expr& factor : factors)
    if (opens(factor)) count *= factor.inputs().size();
  if (count == 1 || count > most_expanded_terms) return std::nullopt;
  std::vector<SplitProduct> products{{number, {}, {}}};
  for (const Expr& factor : factors) {
    std::optional<std::vector<SplitProduct>> longer = extended(products, factor, opens(factor));
    if (!longer) return std::nullopt;
    products = *std::move(longer);
  }
  std::vector<Term> terms;
  for (const SplitProduct& one : products)
    terms.push_back({one.coefficient, product(one.chain, matgrad::product(one.chain).shape())});
  return terms;
}

Expr NormalFormBuilder::hadamard(std::span<const Expr> factors, Shape shape) {
  if (shape.is_scalar()) return product(factors, shape);
  ProductBuilder parts(*this, true);
  for (const Expr& factor : factors) parts.add(factor);
  if (parts.number() == 0) return zero(shape);
  if (parts.chain.empty()) parts.chain.push_back(interner_.intern(ones(shape.rows, shape.cols)));
  Expr core = parts.chain[0];
  if (parts.chain.size() > 1) {
    const Expr flat = matgrad::hadamard(parts.chain);
    if (const auto run = rewritten_run(parts.chain, flat))
      core = hadamard(*run, shape);
    else
      core = interner_.intern(flat);
  }
  if (parts.scalars.empty()) return scaled(parts.number(), core);
  parts.scalars.push_back(core);
  parts.scalars.push_back(constant(parts.number()));
  return product(parts.scalars, shape);
}

SplitProduct opened(const Term& term, Shape shape, const NormalFormBuilder& form) {
  const Expr& core = term.core;
  if (form.is_whole(core) || core.shape() != shape) return {term.coefficient, {}, {core}};
  SplitProduct parts = split_product(core, term.coefficient);
  if (parts.chain.size() != 1 || !is_hadamard(parts.chain[0]) || form.is_whole(parts.chain[0])) return parts;
  const std::span<const Expr> inputs = parts.chain[0].inputs();
  return {term.coefficient, std::move(parts.scalars), {inputs.begin(), inputs.end()}, true};
}

}  // namespace matgrad
