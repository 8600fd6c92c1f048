#include "matgrad/autodiff/rewrite/normal_form.hpp"

#include <algorithm>
#include <unordered_map>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

// Products of sums are opened up to this many terms, so that the size stays linear.
constexpr std::size_t most_expanded_terms = 16;
// Transposes go into this many nested sums and products: they are bounded work, and no recursion over a user's
// graph.
constexpr int deepest_transpose = 8;

bool same_scalars(std::span<const Expr> terms) {
  const std::vector<Expr> first = split_factors(terms[0]).scalars;
  return std::ranges::all_of(
      terms, [&](const Expr& term) { return std::ranges::is_permutation(first, split_factors(term).scalars); });
}

}  // namespace

Term split_number(const Expr& expr) {
  if (const auto number = number_value(expr)) return {*number, constant(1.0)};
  const std::vector<double>* coefficients = sum_coefficients(expr);
  if (coefficients != nullptr && coefficients->size() == 1 && expr.shape() == expr.input(0).shape())
    return {(*coefficients)[0], expr.input(0)};
  return {1, expr};
}

Factors split_factors(const Expr& expr) {
  Factors factors;
  const auto add = [&factors](const Expr& factor) {
    (factor.shape().is_scalar() ? factors.scalars : factors.chain).push_back(factor);
  };
  if (!is_product(expr))
    add(expr);
  else
    for (const Expr& input : expr.inputs()) add(input);
  return factors;
}

/// Collects like terms: equal up to their number and the order of their scalars.
class NormalForm::SumBuilder {
 public:
  SumBuilder(NormalForm& form, Shape shape) : form_(form), shape_(shape) {}

  void add(double coefficient, const Expr& expr) {
    const auto [number, core] = split_number(expr);
    const std::vector<double>* inner = sum_coefficients(core);
    if (inner == nullptr || form_.is_whole(core))
      return add_like(coefficient * number, form_.interner_.intern(core));
    for (std::size_t i = 0; i < inner->size(); ++i) {
      const auto [inner_number, inner_core] = split_number(core.input(i));
      add_like(coefficient * number * (*inner)[i] * inner_number, form_.interner_.intern(inner_core));
    }
  }

  Expr result() {
    std::vector<double> coefficients;
    std::vector<Expr> terms;
    bool full = false;
    for (const Term& term : terms_) {
      if (term.coefficient == 0) continue;
      coefficients.push_back(term.coefficient);
      terms.push_back(term.core);
      full = full || term.core.shape() == shape_;
    }
    if (terms.empty()) return form_.zero(shape_);
    if (!full) {  // only broadcast scalars are left
      coefficients.insert(coefficients.begin(), 1.0);
      terms.insert(terms.begin(), form_.zero(shape_));
    }
    if (terms.size() == 1) return form_.scaled(coefficients[0], terms[0]);
    return form_.interner_.intern(weighted_sum(std::move(coefficients), std::move(terms)));
  }

 private:
  static std::size_t address(const Expr& expr) { return reinterpret_cast<std::size_t>(expr.id()); }

  // Does not depend on the order of the scalars.
  static std::size_t key_of(const Expr& core) {
    if (!is_product(core)) return mix_hash(0, address(core));
    std::size_t scalars = 0, chain = 0;
    for (const Expr& input : core.inputs()) {
      if (input.shape().is_scalar())
        scalars += mix_hash(1, address(input));
      else
        chain = mix_hash(chain, address(input));
    }
    return mix_hash(scalars, chain);
  }

  static bool alike(const Expr& a, const Expr& b) {
    if (a == b) return true;
    if (!is_product(a) || !is_product(b) || a.inputs().size() != b.inputs().size()) return false;
    const Factors left = split_factors(a), right = split_factors(b);
    return left.chain == right.chain && std::ranges::is_permutation(left.scalars, right.scalars);
  }

  void add_like(double coefficient, const Expr& core) {
    if (is_zero(core)) return;
    const std::size_t key = key_of(core);
    for (auto [place, end] = index_.equal_range(key); place != end; ++place)
      if (alike(terms_[place->second].core, core)) {
        terms_[place->second].coefficient += coefficient;
        return;
      }
    index_.emplace(key, terms_.size());
    terms_.push_back({coefficient, core});
  }

  NormalForm& form_;
  Shape shape_;
  std::vector<Term> terms_;
  std::unordered_multimap<std::size_t, std::size_t> index_;
};

/// Collects the factors of a product or an elementwise product: number, scalars, the rest.
class NormalForm::ProductBuilder {
 public:
  ProductBuilder(NormalForm& form, bool elementwise) : form_(form), elementwise_(elementwise) {}

  void add(const Expr& expr) {
    // An elementwise product has no place for a number: one that has been multiplied in for several users stays.
    const bool stays = elementwise_ && form_.sharing_ == Sharing::for_machines && form_.is_whole(expr);
    const auto [number, core] = stays ? Term{1, expr} : split_number(expr);
    number_ *= number;
    if (number_value(core)) return;
    if (is_zero(core)) number_ = 0;
    if (core.shape().is_scalar()) return add_scalar(core);
    const bool whole = form_.is_whole(core);
    if (!whole && is_product(core)) {
      const Factors inner = split_factors(core);
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
  void add_scalar(const Expr& core) {
    if (is_ones(core) || is_identity(core)) return;
    const bool flat = is_product(core) && !form_.is_whole(core) && split_factors(core).chain.empty();
    if (flat)
      scalars.insert(scalars.end(), core.inputs().begin(), core.inputs().end());
    else
      scalars.push_back(core);
  }
  void add_chain(std::span<const Expr> factors) { chain.insert(chain.end(), factors.begin(), factors.end()); }

  NormalForm& form_;
  bool elementwise_;
  double number_ = 1;
};

Expr NormalForm::zero(Shape shape) {
  return interner_.intern(shape.is_scalar() ? constant(0.0) : zeros(shape.rows, shape.cols));
}

Expr NormalForm::scaled(double coefficient, const Expr& core) {
  if (coefficient == 0) return zero(core.shape());
  if (coefficient == 1) return core;
  if (number_value(core)) return interner_.intern(constant(coefficient * *number_value(core)));
  const std::vector<double>* terms = sum_coefficients(core);
  if (terms == nullptr || is_whole(core))
    return interner_.intern(weighted_sum({coefficient}, std::vector<Expr>{core}));
  std::vector<double> multiplied = *terms;
  for (double& c : multiplied) c *= coefficient;
  return interner_.intern(weighted_sum(std::move(multiplied), {core.inputs().begin(), core.inputs().end()}));
}

Expr NormalForm::sum(std::span<const Term> terms, Shape shape) {
  SumBuilder builder(*this, shape);
  for (const Term& term : terms) builder.add(term.coefficient, term.core);
  return builder.result();
}

Expr NormalForm::product(std::span<const Expr> factors, Shape shape) {
  ProductBuilder parts(*this, false);
  for (const Expr& factor : factors) parts.add(factor);
  if (parts.number() == 0) return zero(shape);
  // A scalar such as xᵀy among scalars opens up: α (xᵀ y) is α xᵀ y.
  const auto is_inner = [this](const Expr& e) { return is_product(e) && !is_whole(e); };
  if (shape.is_scalar() && parts.chain.empty() && std::ranges::count_if(parts.scalars, is_inner) == 1) {
    const auto inner = std::ranges::find_if(parts.scalars, is_inner);
    const Factors opened = split_factors(*inner);
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

std::optional<std::vector<Term>> NormalForm::expanded(std::span<const Expr> factors, std::size_t chain_length,
                                                      double number) {
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
  struct Partial {
    double coefficient;
    std::vector<Expr> factors;
  };
  std::vector<Partial> partials{{number, {}}};
  for (const Expr& factor : factors) {
    const bool open = opens(factor);
    std::vector<Partial> next;
    for (const Partial& partial : partials)
      for (std::size_t i = 0; i < (open ? factor.inputs().size() : 1); ++i) {
        next.push_back(partial);
        next.back().coefficient *= open ? (*sum_coefficients(factor))[i] : 1;
        next.back().factors.push_back(open ? factor.input(i) : factor);
      }
    partials = std::move(next);
  }
  std::vector<Term> terms;
  for (const Partial& partial : partials) {
    const Shape shape = matgrad::product(partial.factors).shape();
    terms.push_back({partial.coefficient, product(partial.factors, shape)});
  }
  return terms;
}

Expr NormalForm::hadamard(std::span<const Expr> factors, Shape shape) {
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

Expr NormalForm::transpose(const Expr& expr, int depth) {
  const auto each_transposed = [this, depth](std::span<const Expr> inputs) {
    std::vector<Expr> result;
    for (const Expr& input : inputs) result.push_back(transpose(input, depth + 1));
    return result;
  };
  const Shape shape = expr.shape().transposed();
  if (expr.shape().is_scalar()) return expr;
  const auto [number, core] = split_number(expr);
  if (number != 1) return scaled(number, transpose(core, depth));
  if (is_zero(expr)) return zero(shape);
  if (is_transpose(expr)) return expr.input(0);
  if (facts(expr).has(Fact::symmetric)) return expr;
  if (!is_whole(expr) && is_product(expr) && depth < deepest_transpose) {
    const Factors parts = split_factors(expr);
    std::vector<Expr> factors = parts.scalars, chain = each_transposed(parts.chain);
    factors.insert(factors.end(), chain.rbegin(), chain.rend());
    return product(factors, shape);
  }
  if (!is_whole(expr) && sharing_ == Sharing::for_people && depth < deepest_transpose) {
    if (const std::vector<double>* coefficients = sum_coefficients(expr)) {
      std::vector<Term> terms;
      for (std::size_t i = 0; i < coefficients->size(); ++i)
        terms.push_back({(*coefficients)[i], transpose(expr.input(i), depth + 1)});
      return sum(terms, shape);
    }
  }
  const Expr node = interner_.intern(matgrad::transpose(expr));
  return rewritten(node).value_or(node);
}

Expr NormalForm::apply(const Expr& model, std::vector<Expr> inputs) {
  if (const std::vector<double>* coefficients = sum_coefficients(model)) {
    std::vector<Term> terms;
    for (std::size_t i = 0; i < inputs.size(); ++i) terms.push_back({(*coefficients)[i], inputs[i]});
    return sum(terms, model.shape());
  }
  if (is_product(model)) return product(inputs, model.shape());
  if (is_hadamard(model)) return hadamard(inputs, model.shape());
  if (is_transpose(model)) return transpose(inputs[0]);
  const Expr node = interner_.intern(model.shared_op(), std::move(inputs));
  return rewritten(node).value_or(node);
}

}  // namespace matgrad
