#include "matgrad/autodiff/rewrite/normal_form.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/packed_part.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"
#include "matgrad/autodiff/rewrite/folded_number.hpp"
#include "matgrad/autodiff/rewrite/fraction.hpp"

namespace matgrad {
namespace {

// Transposes go into this many nested sums and products: they are bounded work, and no recursion over a user's
// graph.
constexpr int deepest_transpose = 8;

}  // namespace

/// Collects like terms: equal up to their number and the order of their scalars.
class NormalFormBuilder::SumBuilder {
 public:
  SumBuilder(NormalFormBuilder& form, Shape shape) : form_(form), shape_(shape) {}

  void add(double coefficient, const Expr& expr) {
    const Term outer = split_number(expr);
    const std::optional<double> number = folded_product(coefficient, outer.coefficient);
    if (number && (sum_coefficients(outer.core) == nullptr || form_.is_whole(outer.core)))
      return add_like(*number, form_.interner_.intern(outer.core));
    if (const auto terms = number ? opened(*number, outer.core) : std::nullopt)
      for (const Term& term : *terms) add_like(term.coefficient, form_.interner_.intern(term.core));
    else
      add_like(coefficient, form_.interner_.intern(expr));
  }

  Expr result() {
    spread_ones();
    std::vector<Term> terms;
    bool full = false;
    for (const Term& term : terms_) {
      if (term.coefficient == 0) continue;
      terms.push_back(term);
      full = full || term.core.shape() == shape_;
    }
    if (terms.empty()) return form_.zero(shape_);
    // Only broadcast scalars are left.
    if (!full) terms.insert(terms.begin(), {1, form_.zero(shape_)});
    if (terms.size() == 1) return form_.scaled(terms[0].coefficient, terms[0].core);
    if (terms.size() == 2)
      if (const std::optional<Expr> pair = rewritten(terms[0], terms[1])) return *pair;
    return form_.interner_.intern(sum_of(terms));
  }

 private:
  /// A multiple of a sum or difference of two terms that is the left side of a rule.
  std::optional<Expr> rewritten(const Term& first, const Term& second) const {
    const double number = first.coefficient;
    if (!form_.rewrites_sums_ || std::abs(number) != std::abs(second.coefficient)) return std::nullopt;
    const std::vector<Term> plain{{1, first.core}, {second.coefficient / number, second.core}};
    const std::optional<Expr> result = form_.rewritten(form_.interner_.intern(sum_of(plain)));
    return result ? std::optional(form_.scaled(number, *result)) : std::nullopt;
  }

  /// The terms of a multiple of a sum, if their numbers can be multiplied.
  static std::optional<std::vector<Term>> opened(double number, const Expr& sum) {
    const std::vector<double>& inner = *sum_coefficients(sum);
    std::vector<Term> terms;
    for (std::size_t i = 0; i < inner.size(); ++i) {
      const Term part = split_number(sum.input(i));
      std::optional<double> folded = folded_product(number, inner[i]);
      if (folded) folded = folded_product(*folded, part.coefficient);
      if (!folded) return std::nullopt;
      terms.push_back({*folded, part.core});
    }
    return terms;
  }

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
    const SplitProduct left = split_product(a), right = split_product(b);
    return left.chain == right.chain && std::ranges::is_permutation(left.scalars, right.scalars);
  }

  /// Ones beside another matrix are the number that is added to every entry.
  void spread_ones() {
    const auto is_other = [this](const Term& term) {
      return term.coefficient != 0 && term.core.shape() == shape_ && !is_ones(term.core);
    };
    if (shape_.is_scalar() || std::ranges::none_of(terms_, is_other)) return;
    double* number = nullptr;
    for (Term& term : terms_)
      if (number_value(term.core)) number = &term.coefficient;
    for (Term& term : terms_) {
      if (!is_ones(term.core)) continue;
      if (number == nullptr) {
        term.core = form_.interner_.intern(constant(1.0));
        number = &term.coefficient;
      } else {
        *number += std::exchange(term.coefficient, 0.0);
      }
    }
  }

  void add_like(double coefficient, const Expr& core) {
    if (is_zero(core)) return;
    const std::size_t key = key_of(core);
    const auto collected = [&](Term& like) {
      if (!alike(like.core, core)) return false;
      const double total = like.coefficient + coefficient;
      if (std::isinf(total) && std::isfinite(like.coefficient) && std::isfinite(coefficient)) return false;
      like.coefficient = total;
      return true;
    };
    if (terms_.size() <= few) {
      for (std::size_t i = 0; i < terms_.size(); ++i)
        if (keys_[i] == key && collected(terms_[i])) return;
    } else {
      for (auto [place, end] = index_.equal_range(key); place != end; ++place)
        if (collected(terms_[place->second])) return;
    }
    terms_.push_back({coefficient, core});
    keys_.push_back(key);
    for (std::size_t i = index_.size(); terms_.size() > few && i < terms_.size(); ++i) index_.emplace(keys_[i], i);
  }

  static constexpr std::size_t few = 8;  // up to here keys are compared one by one

  NormalFormBuilder& form_;
  Shape shape_;
  std::vector<Term> terms_;
  std::vector<std::size_t> keys_;
  std::unordered_multimap<std::size_t, std::size_t> index_;  // of keys, where there are more
};

NormalFormBuilder::NormalFormBuilder(std::span<const Rule> rules, Sharing sharing)
    : sharing_(sharing),
      rewrites_sums_(
          std::ranges::any_of(rules, [](const Rule& rule) { return sum_coefficients(rule.left) != nullptr; })) {
  for (const Rule& rule : rules) {
    const Op& op = rule.left.op();
    rules_[typeid(op)].push_back(&rule);
  }
}

Expr NormalFormBuilder::zero(Shape shape) {
  return interner_.intern(shape.is_scalar() ? constant(0.0) : zeros(shape.rows, shape.cols));
}

Expr NormalFormBuilder::scaled(double coefficient, const Expr& core) {
  if (coefficient == 0) return zero(core.shape());
  if (coefficient == 1) return core;
  const auto apart = [&] { return interner_.intern(weighted_sum({coefficient}, std::vector<Expr>{core})); };
  if (const std::optional<double> number = number_value(core)) {
    const std::optional<double> folded = folded_product(coefficient, *number);
    return folded ? interner_.intern(constant(*folded)) : apart();
  }
  const std::vector<double>* terms = sum_coefficients(core);
  if (terms == nullptr || is_whole(core)) return apart();
  std::vector<double> multiplied;
  for (double c : *terms) {
    const std::optional<double> folded = folded_product(coefficient, c);
    if (!folded) return apart();
    multiplied.push_back(*folded);
  }
  return interner_.intern(weighted_sum(std::move(multiplied), {core.inputs().begin(), core.inputs().end()}));
}

void NormalFormBuilder::keep_whole(const Expr& expr) {
  // A number has no parts, and the 1 that split_number gives is a node of its own, which dies.
  if (!number_value(expr)) whole_.insert(expr.id(), true);
}

Expr NormalFormBuilder::sum(std::span<const Term> terms, Shape shape) {
  SumBuilder builder(*this, shape);
  for (const Term& term : terms) builder.add(term.coefficient, term.core);
  return builder.result();
}

Expr NormalFormBuilder::transpose(const Expr& expr, int depth) {
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
    const SplitProduct parts = split_product(expr);
    std::vector<Expr> factors = parts.scalars, chain = each_transposed(parts.chain);
    factors.insert(factors.end(), chain.rbegin(), chain.rend());
    return product(factors, shape);
  }
  if (!is_whole(expr) && sharing_ == Sharing::for_people && depth < deepest_transpose) {
    if (sum_coefficients(expr) != nullptr) {
      std::vector<Term> terms = terms_of(expr);
      for (Term& term : terms) term.core = transpose(term.core, depth + 1);
      return sum(terms, shape);
    }
  }
  const bool is_over_scalar = is_quotient(expr) && expr.input(1).shape().is_scalar();
  if (!is_whole(expr) && sharing_ == Sharing::for_people && is_over_scalar && depth < deepest_transpose) {
    std::vector<Expr> inputs{transpose(expr.input(0), depth + 1), expr.input(1)};
    return apply(Expr(expr.shared_op(), inputs), inputs);
  }
  const Expr node = interner_.intern(matgrad::transpose(expr));
  return rewritten(node).value_or(node);
}

Expr NormalFormBuilder::apply(const Expr& model, std::vector<Expr> inputs) {
  if (sum_coefficients(model) != nullptr) {
    std::vector<Term> terms = terms_of(model);
    for (std::size_t i = 0; i < inputs.size(); ++i) terms[i].core = inputs[i];
    return sum(terms, model.shape());
  }
  if (is_product(model)) return product(inputs, model.shape());
  if (is_hadamard(model)) return hadamard(inputs, model.shape());
  if (is_transpose(model)) return transpose(inputs[0]);
  if (sharing_ == Sharing::for_machines && is_quotient(model))
    if (const std::optional<Expr> result = without_numbers(model, inputs)) return *result;
  const Expr node = interner_.intern(with_inputs(model, std::move(inputs)));
  if (takes_empty_part(node)) return zero(node.shape());
  if (sharing_ == Sharing::for_machines && block_taker(node) != nullptr) return taken(node);
  for (std::size_t i = 0; i < node.inputs().size(); ++i)
    if (is_zero(node.input(i)) && node.op().is_linear_in(i)) return zero(node.shape());
  if (const std::optional<Expr> counted = sharing_ == Sharing::for_people ? counted_ones(node) : std::nullopt)
    return *counted;
  return rewritten(node).value_or(node);
}

/// A quotient with the numbers of its operands in front: those that multiply as many entries as the quotient has,
/// and that no other user needs. For people, Fraction does this and more.
std::optional<Expr> NormalFormBuilder::without_numbers(const Expr& quotient, std::span<const Expr> inputs) {
  const auto split = [&](const Expr& input) {
    const bool stays = number_value(input) || input.shape() != quotient.shape() || is_whole(input);
    return stays ? Term{1, input} : split_number(input);
  };
  const Term over = split(inputs[0]), under = split(inputs[1]);
  if (over.core == inputs[0] && under.core == inputs[1]) return std::nullopt;
  const std::optional<double> number = folded_quotient(over.coefficient, under.coefficient);
  if (!number || is_extreme(*number)) return std::nullopt;
  return scaled(*number, apply(quotient, {over.core, under.core}));
}

/// Sums and diagonals of ones.
std::optional<Expr> NormalFormBuilder::counted_ones(const Expr& node) {
  if (node.inputs().size() != 1 || !is_ones(node.input(0))) return std::nullopt;
  const Expr& ones = node.input(0);
  const auto of_this_shape = [&] { return interner_.intern(matgrad::ones(node.rows(), node.cols())); };
  const auto repeated = [&](const Expr& count) {
    return product(std::vector{interner_.intern(count), of_this_shape()}, node.shape());
  };
  if (is_call<matgrad::sum>(node)) return interner_.intern(entry_count(ones));
  if (is_call<row_sums>(node)) return repeated(column_count(ones));
  if (is_call<column_sums>(node)) return repeated(column_count(transpose(ones)));
  if (is_call<diagonal>(node)) return of_this_shape();
  return std::nullopt;
}

}  // namespace matgrad
