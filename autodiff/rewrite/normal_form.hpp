#pragma once

#include <optional>
#include <span>
#include <typeindex>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"

#include "matgrad/autodiff/expression/followed.hpp"
#include "matgrad/autodiff/expression/node_map.hpp"
#include "matgrad/autodiff/rewrite/fact_table.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"
#include "matgrad/autodiff/rewrite/product_term.hpp"
#include "matgrad/autodiff/rewrite/rule.hpp"
#include "matgrad/autodiff/rewrite/term.hpp"

namespace matgrad {

/// Entries of a matrix that lie together, from (row, col) on.
struct MatrixBlock {
  Index row, col;
  Shape size;
};

/// For whom an expression is put in normal form.
enum class Sharing {
  for_people,    // a node used more than once and of more than two leaves or names is kept whole
  for_machines,  // every node used more than once is; transposes go into products only, where they cost nothing
};

/// Builds expressions in normal form: sums of (number, scalars, factors) and elementwise products are flat,
/// numbers stand in sums only, scalars lead their products, transposes stand at opaque nodes, like terms are
/// collected, equal subexpressions are merged, and no rule applies any more. For people, matrix products over sums
/// are multiplied out where the scalars of the terms differ. Expressions kept whole are never taken apart.
class NormalFormBuilder {
 public:
  /// `rules` come from in_normal_form and outlive this object.
  explicit NormalFormBuilder(std::span<const Rule> rules = {}, Sharing sharing = Sharing::for_people);

  // Each takes inputs in normal form and gives a normal form of the stated shape.
  Expr apply(const Expr& model, std::vector<Expr> inputs);  // model's operation on other inputs
  Expr sum(std::span<const Term> terms, Shape shape);
  Expr product(std::span<const Expr> factors, Shape shape);
  Expr hadamard(std::span<const Expr> factors, Shape shape);
  Expr transpose(const Expr& expr, int depth = 0);

  void keep_whole(const Expr& expr);
  bool is_whole(const Expr& expr) const { return whole_.contains(expr.id()); }
  Sharing sharing() const { return sharing_; }
  Facts facts(const Expr& expr) { return facts_.facts(expr); }
  void know(const Expr& expr, Facts facts) { facts_.know(expr, facts); }
  Interner& interner() { return interner_; }

 private:
  class SumBuilder;
  class ProductBuilder;

  /// For people: the terms of a product some of whose matrix factors are sums, where the scalars of the sum's
  /// terms differ and so cannot be taken out again; if there are not too many.
  std::optional<std::vector<Term>> expanded(std::span<const Expr> factors, std::size_t chain_length,
                                            double number);
  Expr scaled(double coefficient, const Expr& core);
  Expr zero(Shape shape);
  std::optional<Expr> without_numbers(const Expr& quotient, std::span<const Expr> inputs);
  std::optional<Expr> counted_ones(const Expr& node);
  /// For machines: what an operation takes out of a matrix, without that matrix where it is possible: of
  /// constants, of other blocks, and of what was placed there.
  Expr taken(const Expr& node);
  std::optional<Expr> block_of(const Expr& source, MatrixBlock block, int depth);
  std::optional<Expr> block_inside(const Expr& source, MatrixBlock block, int depth);
  std::optional<Expr> rewritten(const Expr& node);
  std::optional<std::vector<Expr>> rewritten_run(std::span<const Expr> factors, const Expr& model);
  Expr instantiated(const Expr& pattern, const Binding& binding);
  /// The rules whose left side may have the operation of `expr`.
  std::span<const Rule* const> rules_for(const Expr& expr) const;

  Interner interner_;
  FactTable facts_;
  NodeMap<bool> whole_;
  std::unordered_map<std::type_index, std::vector<const Rule*>> rules_;  // by the operation on the left
  std::unordered_map<const Node*, Graph> patterns_;                      // right sides, once they have been used
  Sharing sharing_;
  bool rewrites_sums_;  // whether some rule speaks of a sum by itself
};

/// A term of a sum of some shape taken apart as far as it is not kept whole: into matrix factors, or elementwise
/// ones where it is an elementwise product. A scalar added to every entry is its own only factor.
SplitProduct opened(const Term& term, Shape shape, const NormalFormBuilder& form);

/// The roots of `graph` in normal form. Linear in the size of the graph and free of recursion.
std::vector<Expr> normalise(const Graph& graph, NormalFormBuilder& form,
                            std::vector<Followed>* followed = nullptr);

/// Rules whose left sides are in normal form, as they will be met.
std::vector<Rule> in_normal_form(std::vector<Rule> rules);

}  // namespace matgrad
