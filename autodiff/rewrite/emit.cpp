#include "matgrad/autodiff/rewrite/emit.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/part_place.hpp"
#include "matgrad/autodiff/rewrite/by_factors.hpp"
#include "matgrad/autodiff/rewrite/instructions.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"

namespace matgrad {
namespace {

class Emitter {
 public:
  Emitter(const Graph& graph, const ProductPlan& plan, std::span<const Expr> roots, const FactsOf& facts)
      : graph_(graph), plan_(plan), roots_(roots), facts_(facts), done_(graph.size()) {}

  void emit(std::size_t i) {
    if (plan_.unit(i)) {
      done_[i] = sum_of_products(*plan_.unit(i));
      return;
    }
    const Expr& node = graph_.nodes()[i];
    std::vector<Expr> inputs;
    inputs.reserve(node.inputs().size());
    for (std::size_t k = 0; k < node.inputs().size(); ++k) {
      // An input of which only the shape matters stays as it was: it is not evaluated.
      const Expr& ready = done_[graph_.inputs(i)[k]];
      inputs.push_back(ready.is_empty() ? node.input(k) : ready);
    }
    if (is_hadamard(node)) inputs = constants_multiplied(node, std::move(inputs));
    if (inputs.empty()) {
      done_[i] = interner_.intern(node);
    } else if (const std::optional<FactoringFunction> function = factoring_function(node)) {
      const Expr& matrix = node.input(0);
      done_[i] = by_factors(*function, Expr(node.shared_op(), std::move(inputs)), facts_(matrix),
                            is_shared(matrix), interner_);
    } else {
      done_[i] = interner_.intern(node.shared_op(), std::move(inputs));
    }
  }

  const Expr& result(const Expr& expr) const { return done_[graph_.position(expr)]; }
  /// Null for what is not computed as it stands.
  const Expr* find(const Expr& expr) const {
    const std::size_t* const position = graph_.find(expr);
    return position == nullptr || done_[*position].is_empty() ? nullptr : &done_[*position];
  }

 private:
  Expr emitted(const Expr& node) {
    const Expr* const ready = find(node);
    return ready != nullptr ? *ready : interner_.intern(node);
  }

  ProductTerm emitted(ProductTerm term) {
    for (Expr& scalar : term.scalars) scalar = emitted(scalar);
    for (Factor& factor : term.chain) factor.node = emitted(factor.node);
    return term;
  }

  /// The emitted factors of an elementwise product, the constants among them as one.
  std::vector<Expr> constants_multiplied(const Expr& node, std::vector<Expr> factors) {
    std::vector<Expr> constants, result;
    for (std::size_t i = 0; i < factors.size(); ++i)
      (plan_.is_constant(node.input(i)) ? constants : result).push_back(std::move(factors[i]));
    if (constants.size() > 1 && !result.empty()) constants = {interner_.intern(hadamard(constants))};
    result.insert(result.end(), constants.begin(), constants.end());
    return result;
  }

  bool is_constant(const ProductTerm& term) const {
    return plan_.is_constant(term.chain) &&
           std::ranges::all_of(term.scalars, [this](const Expr& scalar) { return plan_.is_constant(scalar); });
  }

  /// The terms of a unit, what is constant in them computed by itself: products of constants, sums of constants.
  std::vector<ProductTerm> constants_apart(const LinearUnit& unit) {
    LinearUnit constants{unit.shape, {}};
    std::vector<ProductTerm> terms;
    for (const ProductTerm& term : unit.terms) (is_constant(term) ? constants.terms : terms).push_back(term);
    if (terms.empty()) return unit.terms;
    for (ProductTerm& term : terms)
      if (term.chain.size() > 1 && plan_.is_constant(term.chain))
        term.chain = {{sum_of_products(
            {{term.chain.front().shape().rows, term.chain.back().shape().cols}, {{1, {}, term.chain}}})}};
    const auto is_spread = [](const ProductTerm& term) { return term.chain.empty(); };
    if (std::ranges::all_of(constants.terms, is_spread)) constants.shape = {1, 1};
    const bool is_one_matrix = constants.terms.size() == 1 && constants.terms[0].chain.size() < 2;
    if (!constants.terms.empty() && !is_one_matrix) {
      const Expr total = sum_of_products(constants);
      constants.terms = {total.shape().is_scalar() ? ProductTerm{1, {total}, {}} : ProductTerm{1, {}, {{total}}}};
    }
    terms.insert(terms.end(), constants.terms.begin(), constants.terms.end());
    return terms;
  }

  Expr sum_of_products(const LinearUnit& unit) {
    std::vector<ProductTerm> plain, products;
    for (const ProductTerm& term : constants_apart(unit))
      (term.chain.size() < 2 ? plain : products).push_back(term);
    Placed placed = taken_from(plain);
    std::optional<Accumulator> sum;
    if (!plain.empty()) sum = sum_of_plain(plain, unit.shape, products.empty() || !placed.empty());
    if (!placed.empty()) sum = {1, assembled(placed, unit.shape, sum)};
    std::vector<ProductTerm> outer;  // products of a column and a row are added up together, last
    for (const ProductTerm& term : products) {
      const auto [left, right] = last_multiplication(term);
      const ProductTerm ready = emitted(term);
      if (left.shape().cols == 1)
        outer.push_back({ready.coefficient, ready.scalars, {left, right}});
      else
        sum = Accumulator{1, interner_.intern(gemm(ready.coefficient, ready.scalars, left, right, sum))};
    }
    if (!outer.empty()) sum = Accumulator{1, interner_.intern(outer_sum(outer, unit.shape, sum))};
    return sum->value;
  }

  /// The sums that are placed somewhere, by place.
  using Placed = std::map<PartPlace, LinearUnit>;

  /// The terms that place something into zeros, taken out of `terms`.
  Placed taken_from(std::vector<ProductTerm>& terms) {
    Placed placed;
    std::erase_if(terms, [&](const ProductTerm& term) {
      if (term.chain.size() != 1 || term.chain[0].transposed) return false;
      const Expr& node = term.chain[0].node;
      const Placer* const placing = placer(node);
      if (placing == nullptr || is_shared(node)) return false;
      const std::vector<PartPlace> places = placing->places(node);
      // A concatenation without zeros fills its place as it is.
      if (places.size() > 1 && std::ranges::none_of(node.inputs(), is_zero)) return false;
      for (std::size_t i = 0; i < places.size(); ++i) {
        const Expr& part = node.input(i);
        if (is_zero(part)) continue;
        ProductTerm inner{term.coefficient, term.scalars, {}};
        if (part.shape().is_scalar())
          inner.scalars.push_back(part);
        else
          inner.chain.push_back({part});
        LinearUnit& unit = placed.try_emplace(places[i], LinearUnit{part.shape(), {}}).first->second;
        unit.terms.push_back(std::move(inner));
      }
      return true;
    });
    return placed;
  }

  /// What has several users is computed as it is for all of them.
  bool is_shared(const Expr& node) {
    if (uses_.empty()) uses_ = use_counts(graph_, roots_);
    return graph_.contains(node) && uses_[graph_.position(node)] > 1;
  }

  Expr assembled(const Placed& placed, Shape shape, const std::optional<Accumulator>& base) {
    std::vector<PlacedPiece> pieces;
    for (const auto& [place, unit] : placed) pieces.push_back({place, sum_of_products(unit)});
    return interner_.intern(assembly(pieces, shape, base ? std::optional(base->value) : std::nullopt));
  }

  /// Of several scalars that are added to every entry of a matrix, one: their sum.
  std::vector<ProductTerm> scalars_added_up(const std::vector<ProductTerm>& terms, Shape shape) {
    std::vector<ProductTerm> matrices, scalars;
    for (const ProductTerm& term : terms) (term.chain.empty() ? scalars : matrices).push_back(term);
    if (shape.is_scalar() || scalars.size() < 2) return terms;
    matrices.push_back({1, {sum_of_products({{1, 1}, scalars})}, {}});
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
    const bool is_scalar = first.scalars.size() == 1 && first.chain.empty() && shape.is_scalar();
    if (ready.size() == 1 && is_scalar && first.coefficient == 1) return {1, first.scalars[0]};
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
    if (a.shape().cols == 1) return outer_sum({{1, {}, {a, b}}}, {a.shape().rows, b.shape().cols}, std::nullopt);
    return gemm(1, {}, a, b, std::nullopt);
  }

  const Graph& graph_;
  const ProductPlan& plan_;
  std::span<const Expr> roots_;
  const FactsOf& facts_;
  std::vector<std::size_t> uses_;  // found when first asked for
  std::vector<Expr> done_;         // empty for what is not computed as it stands
  Interner interner_;
};

}  // namespace

std::vector<Expr> emit(const Graph& graph, const ProductPlan& plan, std::span<const Expr> roots,
                       const FactsOf& facts, std::vector<Followed>* followed) {
  Emitter emitter(graph, plan, roots, facts);
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (plan.needed(i)) emitter.emit(i);
  if (followed != nullptr) follow(*followed, [&](const Expr& expr) { return emitter.find(expr); });
  std::vector<Expr> result;
  for (const Expr& root : roots) result.push_back(emitter.result(root));
  return result;
}

}  // namespace matgrad
