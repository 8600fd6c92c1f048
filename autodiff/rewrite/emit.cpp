#include "matgrad/autodiff/rewrite/emit.hpp"

#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"

namespace matgrad {
namespace {

class Emitter {
 public:
  Emitter(const Graph& graph, const ProductPlan& plan) : graph_(graph), plan_(plan), done_(graph.size()) {}

  void emit(std::size_t i) {
    if (plan_.unit(i)) {
      done_[i] = sum_of_products(*plan_.unit(i));
      return;
    }
    const Expr& node = graph_.nodes()[i];
    std::vector<Expr> inputs;
    for (const Expr& input : node.inputs()) {
      // An input of which only the shape matters stays as it was: it is not evaluated.
      const std::optional<Expr>& ready = done_[graph_.position(input)];
      inputs.push_back(ready ? *ready : input);
    }
    done_[i] = inputs.empty() ? interner_.intern(node) : interner_.intern(node.shared_op(), std::move(inputs));
  }

  const Expr& result(const Expr& expr) const { return *done_[graph_.position(expr)]; }
  /// Null for what is not computed as it stands.
  const Expr* find(const Expr& expr) const {
    return graph_.contains(expr) && done_[graph_.position(expr)] ? &result(expr) : nullptr;
  }

 private:
  Expr emitted(const Expr& node) { return graph_.contains(node) ? result(node) : interner_.intern(node); }

  ProductTerm emitted(ProductTerm term) {
    for (Expr& scalar : term.scalars) scalar = emitted(scalar);
    for (Factor& factor : term.chain) factor.node = emitted(factor.node);
    return term;
  }

  Expr sum_of_products(const LinearUnit& unit) {
    std::vector<ProductTerm> plain, products;
    for (const ProductTerm& term : unit.terms) (term.chain.size() < 2 ? plain : products).push_back(term);
    std::optional<Accumulator> sum;
    if (!plain.empty()) sum = sum_of_plain(plain, unit.shape, products.empty());
    std::vector<OuterProduct> outer;  // products of a column and a row are added up together, last
    for (const ProductTerm& term : products) {
      const auto [left, right] = last_multiplication(term);
      const ProductTerm ready = emitted(term);
      if (left.shape().cols == 1)
        outer.push_back({ready.coefficient, ready.scalars, left.node, right.node});
      else
        sum = Accumulator{1, interner_.intern(gemm(ready.coefficient, ready.scalars, left, right, sum))};
    }
    if (!outer.empty()) sum = Accumulator{1, interner_.intern(outer_sum(outer, unit.shape, sum))};
    return sum->value;
  }

  /// Of several scalars that are added to every entry of a matrix, one: their sum.
  std::vector<ProductTerm> scalars_added_up(const std::vector<ProductTerm>& terms, Shape shape) {
    std::vector<ProductTerm> matrices, scalars;
    for (const ProductTerm& term : terms) (term.chain.empty() ? scalars : matrices).push_back(term);
    if (shape.is_scalar() || scalars.size() < 2) return terms;
    for (ProductTerm& scalar : scalars) scalar = emitted(scalar);
    matrices.push_back({1, {interner_.intern(scaled_sum(scalars, {1, 1}))}, {}});
    return matrices;
  }

  /// The terms that are no matrix products; a single multiple of a matrix is left to the product it is added to.
  Accumulator sum_of_plain(const std::vector<ProductTerm>& terms, Shape shape, bool complete) {
    std::vector<ProductTerm> ready;
    bool simple = true;  // without scalars and transposes it is the public sum
    for (const ProductTerm& term : scalars_added_up(terms, shape)) {
      ready.push_back(emitted(term));
      simple = simple && term.scalars.empty() && term.chain.size() == 1 && !term.chain[0].transposed;
    }
    const ProductTerm& first = ready[0];
    if (ready.size() == 1 && first.scalars.empty() && !first.chain.empty()) {
      if (first.chain[0].transposed && first.coefficient == 1)
        return {1, interner_.intern(transpose(first.chain[0].node))};
      if (simple && (!complete || first.coefficient == 1)) return {first.coefficient, first.chain[0].node};
    }
    if (!simple) return {1, interner_.intern(scaled_sum(ready, shape))};
    std::vector<double> coefficients;
    std::vector<Expr> matrices;
    for (const ProductTerm& term : ready) {
      coefficients.push_back(term.coefficient);
      matrices.push_back(term.chain[0].node);
    }
    return {1, interner_.intern(weighted_sum(std::move(coefficients), std::move(matrices)))};
  }

  /// The two factors of the last multiplication, which takes number, scalars and the sum so far along.
  std::pair<Factor, Factor> last_multiplication(const ProductTerm& term) {
    const IsComputed is_computed = [this](std::span<const Factor> run) { return plan_.is_computed(run); };
    const std::vector<Factor> chain = shortened(term.chain, is_computed, [&](std::span<const Factor> run) {
      return run_product(run, ChainOrder(run, is_computed), 0, run.size() - 1);
    });
    const ChainOrder order(chain, is_computed);
    const std::size_t last = chain.size() - 1, split = order.split(0, last);
    return {run_product(chain, order, 0, split), run_product(chain, order, split + 1, last)};
  }

  Factor run_product(std::span<const Factor> run, const ChainOrder& order, std::size_t first, std::size_t last) {
    if (first == last) return {emitted(run[first].node), run[first].transposed};
    const std::size_t split = order.split(first, last);
    return pair_product(run_product(run, order, first, split), run_product(run, order, split + 1, last));
  }

  Factor pair_product(const Factor& a, const Factor& b) {
    // (A B)ᵀ = Bᵀ Aᵀ: use whichever is there already.
    const Expr flipped = pair(b.flipped(), a.flipped());
    if (interner_.contains(flipped)) return {interner_.intern(flipped), true};
    return {interner_.intern(pair(a, b))};
  }

  static Expr pair(const Factor& a, const Factor& b) {
    if (a.shape().cols == 1)
      return outer_sum({{1, {}, a.node, b.node}}, {a.shape().rows, b.shape().cols}, std::nullopt);
    return gemm(1, {}, a, b, std::nullopt);
  }

  const Graph& graph_;
  const ProductPlan& plan_;
  std::vector<std::optional<Expr>> done_;
  Interner interner_;
};

}  // namespace

std::vector<Expr> emit(const Graph& graph, const ProductPlan& plan, std::span<const Expr> roots,
                       std::vector<Followed>* followed) {
  Emitter emitter(graph, plan);
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (plan.needed(i)) emitter.emit(i);
  if (followed != nullptr) follow(*followed, [&](const Expr& expr) { return emitter.find(expr); });
  std::vector<Expr> result;
  for (const Expr& root : roots) result.push_back(emitter.result(root));
  return result;
}

}  // namespace matgrad
