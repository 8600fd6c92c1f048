#include "matgrad/autodiff/rewrite/common_factors.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad {
namespace {

enum class End { front, back };

bool share(const SplitProduct& a, const SplitProduct& b, End end) {
  if (a.is_elementwise != b.is_elementwise || a.chain.size() < 2 || b.chain.size() < 2) return false;
  if (std::abs(a.coefficient) != std::abs(b.coefficient)) return false;
  if (!std::ranges::is_permutation(a.scalars, b.scalars)) return false;
  return end == End::front ? a.chain.front() == b.chain.front() : a.chain.back() == b.chain.back();
}

Expr multiplied(const std::vector<Expr>& factors, bool elementwise, NormalFormBuilder& form) {
  if (factors.size() == 1) return factors[0];
  const Shape shape = elementwise ? factors[0].shape() : Shape{factors.front().rows(), factors.back().cols()};
  return elementwise ? form.hadamard(factors, shape) : form.product(factors, shape);
}

/// The common factor of `group` times the sum of what remains of its terms.
Expr taken_out(const std::vector<SplitProduct>& group, End end, NormalFormBuilder& form) {
  const SplitProduct& model = group.front();
  std::vector<Term> rest;
  for (const SplitProduct& term : group) {
    std::vector<Expr> remaining = term.chain;
    remaining.erase(end == End::front ? remaining.begin() : remaining.end() - 1);
    rest.push_back({term.coefficient / model.coefficient, multiplied(remaining, term.is_elementwise, form)});
  }
  const Expr inner = factored_sum(form.sum(rest, rest.front().core.shape()), form);
  if (const Expr core = split_number(inner).core; sum_coefficients(core) != nullptr)
    form.keep_whole(core);  // or it would be multiplied out again
  const Expr common = end == End::front ? model.chain.front() : model.chain.back();
  std::vector<Expr> pair{common, inner};
  if (end == End::back) std::swap(pair[0], pair[1]);
  std::vector<Expr> all = model.scalars;
  all.push_back(multiplied(pair, model.is_elementwise, form));
  return form.product(all, all.back().shape());
}

/// The terms with the same factors as one of them, under different scalars: s A + t A is (s + t) A.
std::optional<Expr> with_scalars_added(const Expr& sum, const std::vector<SplitProduct>& terms,
                                       NormalFormBuilder& form) {
  const auto has_scalars = [](const SplitProduct& term) { return !term.scalars.empty() && !term.chain.empty(); };
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!has_scalars(terms[i])) continue;
    std::vector<Term> scalars, others;
    for (std::size_t k = 0; k < terms.size(); ++k) {
      const bool same = has_scalars(terms[k]) && terms[k].chain == terms[i].chain &&
                        terms[k].is_elementwise == terms[i].is_elementwise;
      if (same)
        scalars.push_back({terms[k].coefficient, form.product(terms[k].scalars, Shape{1, 1})});
      else
        others.push_back({terms[k].coefficient, sum.input(k)});
    }
    if (scalars.size() < 2) continue;
    const Expr total = form.sum(scalars, Shape{1, 1});
    const Expr core = multiplied(terms[i].chain, terms[i].is_elementwise, form);
    others.insert(others.begin(), {1, form.product(std::vector{total, core}, sum.shape())});
    return form.sum(others, sum.shape());
  }
  return std::nullopt;
}

}  // namespace

Expr factored_sum(const Expr& sum, NormalFormBuilder& form) {
  const std::vector<double>* coefficients = sum_coefficients(sum);
  if (coefficients == nullptr || coefficients->size() < 2 || coefficients->size() > 64) return sum;
  std::vector<SplitProduct> terms;
  for (std::size_t i = 0; i < coefficients->size(); ++i)
    terms.push_back(opened({(*coefficients)[i], sum.input(i)}, sum.shape(), form));
  for (End end : {End::front, End::back}) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
      std::vector<SplitProduct> group;
      std::vector<Term> result;
      for (std::size_t k = 0; k < terms.size(); ++k) {
        if (k >= i && share(terms[i], terms[k], end)) {
          group.push_back(terms[k]);
          if (k == i) result.push_back({1, sum});  // its place; filled in below
        } else {
          result.push_back({(*coefficients)[k], sum.input(k)});
        }
      }
      if (group.size() < 2) continue;
      // −A C + B C is (B − A) C; once taken out it would be −(A − B) C, which stays where somebody wrote it.
      put_positive_first(group);
      result[i] = {group.front().coefficient, taken_out(group, end, form)};
      return factored_sum(form.sum(result, sum.shape()), form);
    }
  }
  const std::optional<Expr> added = with_scalars_added(sum, terms, form);
  return added ? factored_sum(*added, form) : sum;
}

std::vector<Expr> factor_out(const Graph& graph, NormalFormBuilder& form, std::vector<Followed>* followed) {
  const auto factored_out = [&form](const Expr& node, std::vector<Expr> inputs) {
    if (is_named(node)) return node;
    const bool same = std::ranges::equal(inputs, node.inputs());
    const Expr whole = same ? node : form.apply(node, std::move(inputs));
    const Expr result = factored_sum(whole, form);
    if (form.is_whole(node)) form.keep_whole(result);
    return result;
  };
  const auto has_common_factors = [&form](const Expr& node) { return !(factored_sum(node, form) == node); };
  if (std::ranges::none_of(graph.nodes(), has_common_factors)) return {graph.roots().begin(), graph.roots().end()};
  return graph.rebuilt(factored_out, followed);
}

}  // namespace matgrad
