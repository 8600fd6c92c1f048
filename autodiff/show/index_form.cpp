#include "matgrad/autodiff/show/index_form.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/operations/broadcast.hpp"
#include "matgrad/autodiff/operations/elementwise.hpp"
#include "matgrad/autodiff/operations/is_call.hpp"
#include "matgrad/autodiff/operations/layout.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"
#include "matgrad/autodiff/operations/reduce.hpp"

namespace matgrad {
namespace {

using Label = IndexTerm::Label;
constexpr Label none = IndexTerm::no_index;

constexpr int greatest_depth = 100;
constexpr std::size_t greatest_size = 1000;

const Expr& placeholder() {
  static const Expr x = variable("x", 1);
  return x;
}

class IndexTermBuilder {
 public:
  explicit IndexTermBuilder(const GivenNames& names, const Expr& whole) : whole_(whole) {
    for (const auto& [node, name] : names)
      if (!(node == whole)) named_.insert(node.id());
  }

  IndexTerm whole(Label row, Label column) { return inside(whole_, row, column, 0); }

 private:
  struct Place {
    Label row, column;
  };

  /// A label for each dimension of more than one entry.
  Label fresh(Index range, std::vector<Label>& labels, std::vector<Index>& ranges) {
    if (range == 1) return none;
    labels.push_back(next_++);
    ranges.push_back(range);
    return labels.back();
  }

  IndexTerm part(const Expr& expr, Label row, Label column, int depth) {
    if (expr.rows() == 1) row = none;
    if (expr.cols() == 1) column = none;
    if (!expr.symbol().empty() || named_.contains(expr.id())) return IndexTerm::entry(expr, row, column);
    return inside(expr, row, column, depth + 1);
  }

  IndexTerm inside(const Expr& expr, Label row, Label column, int depth) {
    if (depth > greatest_depth || ++size_ > greatest_size)
      throw Error("the index form of " + to_text(whole_) + " is too long: it is given up at " +
                  std::string(expr.op().name()) + ". Name intermediates (named) and write theirs apart");
    if (expr.is_leaf()) return IndexTerm::entry(expr, row, column);
    if (is_zero(expr)) return IndexTerm::number(0);
    if (is_ones(expr)) return IndexTerm::number(1);
    if (is_identity(expr)) return IndexTerm::delta(row, column);
    if (const auto value = number_value(expr)) return IndexTerm::number(*value);
    if (is_count(expr)) return IndexTerm::number(count_of(expr));
    if (expr.op().is_alias()) return part(expr.input(0), row, column, depth);
    if (is_transpose(expr)) return part(expr.input(0), column, row, depth);
    if (const std::vector<double>* coefficients = sum_coefficients(expr))
      return IndexTerm::sum(*coefficients, parts(expr, row, column, depth));
    if (is_hadamard(expr)) return IndexTerm::product(parts(expr, row, column, depth));
    if (is_product(expr)) return chain(expr, row, column, depth);
    if (is_call<divide>(expr))
      return IndexTerm::quotient(part(expr.input(0), row, column, depth), part(expr.input(1), row, column, depth));
    if (expr.op().is_entry_by_entry()) return function(expr, parts(expr, row, column, depth));
    if (is_call<columns>(expr)) return part(expr.input(0), row, none, depth);
    if (is_call<rows>(expr)) return part(expr.input(0), none, column, depth);
    if (is_as_diagonal(expr))
      return IndexTerm::product({IndexTerm::delta(row, column), part(expr.input(0), row, none, depth)});
    if (is_call<diagonal>(expr) && expr.rows() > 1) return part(expr.input(0), row, row, depth);
    if (const auto reduced = reduction(expr, row, column, depth)) return *reduced;
    return IndexTerm::entry(expr, row, column);
  }

  static double count_of(const Expr& expr) {
    const Shape shape = expr.input(0).shape();
    return static_cast<double>(is_call<column_count>(expr) ? shape.cols : shape.size());
  }

  std::vector<IndexTerm> parts(const Expr& expr, Label row, Label column, int depth) {
    std::vector<IndexTerm> result;
    for (const Expr& input : expr.inputs()) result.push_back(part(input, row, column, depth));
    return result;
  }

  static IndexTerm function(const Expr& expr, std::vector<IndexTerm> arguments) {
    const std::vector<Expr> placeholders(arguments.size(), placeholder());
    return IndexTerm::function(Expr(expr.shared_op(), placeholders), std::move(arguments));
  }

  IndexTerm chain(const Expr& product, Label row, Label column, int depth) {
    std::vector<IndexTerm> scalars, factors;
    std::vector<Label> labels;
    std::vector<Index> ranges;
    std::vector<Expr> matrices;
    for (const Expr& input : product.inputs()) {
      if (input.shape().is_scalar())
        scalars.push_back(part(input, none, none, depth));
      else
        matrices.push_back(input);
    }
    Label left = row;
    for (std::size_t i = 0; i < matrices.size(); ++i) {
      const Label right = i + 1 == matrices.size() ? column : fresh(matrices[i].cols(), labels, ranges);
      factors.push_back(part(matrices[i], left, right, depth));
      left = right;
    }
    scalars.insert(scalars.end(), std::make_move_iterator(factors.begin()),
                   std::make_move_iterator(factors.end()));
    return IndexTerm::summation(std::move(labels), std::move(ranges), std::move(scalars));
  }

  std::optional<IndexTerm> reduction(const Expr& expr, Label row, Label column, int depth) {
    static const Expr x = placeholder();
    std::vector<Label> labels;
    std::vector<Index> ranges;
    const Shape shape = expr.inputs().empty() ? Shape{} : expr.input(0).shape();
    const auto over_all = [&](auto term) {
      const Label i = fresh(shape.rows, labels, ranges), j = fresh(shape.cols, labels, ranges);
      std::vector<IndexTerm> factors = term(i, j);
      return IndexTerm::summation(std::move(labels), std::move(ranges), std::move(factors));
    };
    const auto entry = [&](Label i, Label j) { return part(expr.input(0), i, j, depth); };
    using Factors = std::vector<IndexTerm>;
    const auto alone = [&](Label i, Label j) { return Factors{entry(i, j)}; };
    const auto squared = [&](Label i, Label j) { return Factors{function(square(x), {entry(i, j)})}; };
    if (is_call<matgrad::sum>(expr)) return over_all(alone);
    if (is_call<mean>(expr))
      return IndexTerm::quotient(over_all(alone), IndexTerm::number(static_cast<double>(shape.size())));
    if (is_call<dot>(expr))
      return over_all([&](Label i, Label j) { return Factors{entry(i, j), part(expr.input(1), i, j, depth)}; });
    if (is_call<squared_norm>(expr)) return over_all(squared);
    if (is_call<norm>(expr)) return function(sqrt(x), {over_all(squared)});
    if (is_call<trace>(expr)) {
      const Label i = fresh(shape.rows, labels, ranges);
      return IndexTerm::summation(labels, ranges, {entry(i, i)});
    }
    if (is_call<row_sums>(expr)) {
      const Label j = fresh(shape.cols, labels, ranges);
      return IndexTerm::summation(labels, ranges, {entry(row, j)});
    }
    if (is_call<column_sums>(expr)) {
      const Label i = fresh(shape.rows, labels, ranges);
      return IndexTerm::summation(labels, ranges, {entry(i, column)});
    }
    return std::nullopt;
  }

  Expr whole_;
  std::unordered_set<const Node*> named_;
  Label next_ = 2;
  std::size_t size_ = 0;
};

std::size_t entries_of(const IndexTerm& term, const Expr& leaf) {
  std::size_t count = term.kind == IndexTerm::Kind::entry && *term.expr == leaf ? 1 : 0;
  for (const IndexTerm& part : term.parts) count += entries_of(part, leaf);
  return count;
}

}  // namespace

IndexForm index_form(const Expr& expr, IndexFormOptions options) {
  if (options.letters.size() < 2 || options.letters[0] == options.letters[1])
    throw Error("an index form needs two different letters, not \"" + options.letters + "\"");
  const Shape shape = expr.shape();
  IndexTermBuilder builder(options.names, expr);
  IndexTerm entry = builder.whole(shape.rows > 1 ? 0 : none, shape.cols > 1 ? 1 : none);
  return {shape, std::move(entry), std::move(options)};
}

IndexForm factor_of(const IndexForm& form, const Expr& leaf) {
  IndexForm result = form;
  if (form.entry.kind == IndexTerm::Kind::summation) {
    result.options.letters = letters_of_sum(form);
    IndexTerm inside = std::move(result.entry.parts[0]);
    result.entry = std::move(inside);
  }
  std::vector<IndexTerm>& factors = result.entry.parts;
  const auto found = std::ranges::find_if(factors, [&leaf](const IndexTerm& term) {
    return term.kind == IndexTerm::Kind::entry && *term.expr == leaf;
  });
  if (result.entry.kind != IndexTerm::Kind::product || found == factors.end() || entries_of(form.entry, leaf) > 1)
    throw Error("not exactly one entry of " + std::string(leaf.symbol()) + " stands as a factor in " +
                to_text(notation_of(form)));
  factors.erase(found);
  result.entry = IndexTerm::product(std::move(factors));
  return result;
}

double evaluate(const IndexForm& form, Index row, Index column, const EntryValues& values) {
  return evaluate(form.entry, {row, column}, values);
}

}  // namespace matgrad
