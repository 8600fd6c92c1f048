#include "matgrad/autodiff/show/index_term.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace matgrad {
namespace {

using TermKind = IndexTerm::Kind;
using Label = IndexTerm::Label;

IndexTerm of_kind(TermKind kind) {
  IndexTerm term;
  term.kind = kind;
  return term;
}

/// Another label for one: within a δ that was carried out.
void rename(IndexTerm& term, Label from, Label to) {
  if (term.row == from) term.row = to;
  if (term.column == from) term.column = to;
  for (IndexTerm& part : term.parts) rename(part, from, to);
}

bool contains(const IndexTerm& term, Label label) {
  return term.row == label || term.column == label ||
         std::ranges::any_of(term.parts, [label](const IndexTerm& part) { return contains(part, label); });
}

/// The labels of entries, each once, in order of appearance.
void list_labels(const IndexTerm& term, std::vector<Label>& labels) {
  for (const Label label : {term.row, term.column})
    if (label != IndexTerm::no_index && std::ranges::find(labels, label) == labels.end()) labels.push_back(label);
  for (const IndexTerm& part : term.parts) list_labels(part, labels);
}

IndexTerm product_of(std::vector<IndexTerm> factors) {
  if (factors.size() == 1) {
    IndexTerm only = std::move(factors[0]);
    return only;
  }
  IndexTerm term = of_kind(TermKind::product);
  term.parts = std::move(factors);
  return term;
}

/// A product of factors and of sums of such, as a number, factors without summed labels, and sums as short as can
/// be.
class Contraction {
 public:
  explicit Contraction(std::vector<Label> labels = {}, std::vector<Index> ranges = {})
      : labels_(std::move(labels)), ranges_(std::move(ranges)) {}

  void take(IndexTerm factor) {
    if (factor.kind == TermKind::number) {
      scale_ *= factor.value;
    } else if (factor.kind == TermKind::product || factor.kind == TermKind::summation) {
      // The labels of different sums differ, so that they may stand in front together.
      labels_.insert(labels_.end(), factor.labels.begin(), factor.labels.end());
      ranges_.insert(ranges_.end(), factor.ranges.begin(), factor.ranges.end());
      for (IndexTerm& part : factor.parts) take(std::move(part));
    } else {
      factors_.push_back(std::move(factor));
    }
  }

  IndexTerm result() {
    carry_out_deltas();
    std::vector<IndexTerm> outside, sums;
    for (IndexTerm& factor : factors_)
      if (labels_in(factor).empty()) outside.push_back(std::move(factor));
    std::erase_if(factors_, [](const IndexTerm& factor) { return factor.kind == TermKind::number; });
    while (!labels_.empty()) take_sum(sums);
    if (scale_ == 0) return IndexTerm::number(0);
    outside.insert(outside.end(), std::make_move_iterator(sums.begin()), std::make_move_iterator(sums.end()));
    if (outside.empty()) return IndexTerm::number(scale_);
    if (scale_ != 1) outside.insert(outside.begin(), IndexTerm::number(scale_));
    return product_of(std::move(outside));
  }

 private:
  std::vector<Label> labels_in(const IndexTerm& factor) const {
    std::vector<Label> found;
    for (const Label label : labels_)
      if (contains(factor, label)) found.push_back(label);
    return found;
  }

  Index drop(Label label) {
    const auto at = std::ranges::find(labels_, label) - labels_.begin();
    const Index range = ranges_[static_cast<std::size_t>(at)];
    labels_.erase(labels_.begin() + at);
    ranges_.erase(ranges_.begin() + at);
    return range;
  }

  void carry_out_deltas() {
    for (std::size_t i = 0; i < factors_.size();) {
      const IndexTerm& factor = factors_[i];
      const std::vector<Label> bound = factor.kind == TermKind::delta ? labels_in(factor) : std::vector<Label>();
      if (factor.kind != TermKind::delta || (bound.empty() && factor.row != factor.column)) {
        ++i;
        continue;
      }
      const Label row = factor.row, column = factor.column;
      factors_.erase(factors_.begin() + static_cast<std::ptrdiff_t>(i));
      if (row == column) continue;
      drop(bound.back());
      for (IndexTerm& other : factors_) rename(other, bound.back(), bound.back() == row ? column : row);
      i = 0;
    }
  }

  /// The sum over the first label, and over those that factors tie to it.
  void take_sum(std::vector<IndexTerm>& sums) {
    std::vector<Label> tied{labels_.front()};
    std::vector<bool> inside(factors_.size(), false);
    for (std::size_t k = 0; k < tied.size(); ++k)
      for (std::size_t i = 0; i < factors_.size(); ++i) {
        if (!contains(factors_[i], tied[k])) continue;
        inside[i] = true;
        for (const Label label : labels_in(factors_[i]))
          if (std::ranges::find(tied, label) == tied.end()) tied.push_back(label);
      }
    IndexTerm sum = of_kind(TermKind::summation);
    std::vector<IndexTerm> in_sum, rest;
    for (std::size_t i = 0; i < factors_.size(); ++i)
      (inside[i] ? in_sum : rest).push_back(std::move(factors_[i]));
    factors_ = std::move(rest);
    if (in_sum.empty()) {
      scale_ *= static_cast<double>(drop(tied[0]));
      return;
    }
    sum.parts.push_back(product_of(std::move(in_sum)));
    std::vector<Label> in_order;
    list_labels(sum.parts[0], in_order);
    for (const Label label : in_order) {
      if (std::ranges::find(tied, label) == tied.end()) continue;
      sum.labels.push_back(label);
      sum.ranges.push_back(drop(label));
    }
    sums.push_back(std::move(sum));
  }

  double scale_ = 1;
  std::vector<Label> labels_;
  std::vector<Index> ranges_;
  std::vector<IndexTerm> factors_;
};

}  // namespace

IndexTerm IndexTerm::number(double value) {
  IndexTerm term = of_kind(TermKind::number);
  term.value = value;
  return term;
}

IndexTerm IndexTerm::entry(const Expr& expr, Label row, Label column) {
  IndexTerm term = of_kind(TermKind::entry);
  term.expr = expr;
  term.row = row;
  term.column = column;
  return term;
}

IndexTerm IndexTerm::delta(Label row, Label column) {
  if (row == column) return number(1);
  IndexTerm term = of_kind(TermKind::delta);
  term.row = row;
  term.column = column;
  return term;
}

IndexTerm IndexTerm::sum(std::vector<double> coefficients, std::vector<IndexTerm> terms) {
  IndexTerm result = of_kind(TermKind::sum);
  double constant = 0;
  const auto take = [&](double coefficient, IndexTerm term) {
    if (term.kind == TermKind::number) {
      constant += coefficient * term.value;
      return;
    }
    // 2 (3 a) is 6 a.
    if (term.kind == TermKind::product && term.parts[0].kind == TermKind::number) {
      coefficient *= term.parts[0].value;
      term.parts.erase(term.parts.begin());
      if (term.parts.size() == 1) {
        IndexTerm only = std::move(term.parts[0]);
        term = std::move(only);
      }
    }
    if (coefficient == 0) return;
    result.coefficients.push_back(coefficient);
    result.parts.push_back(std::move(term));
  };
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].kind == TermKind::sum)
      for (std::size_t k = 0; k < terms[i].parts.size(); ++k)
        take(coefficients[i] * terms[i].coefficients[k], std::move(terms[i].parts[k]));
    else
      take(coefficients[i], std::move(terms[i]));
  }
  if (result.parts.empty()) return number(constant);
  if (constant != 0) {
    // 1 − a has the number in front, a + 1 behind.
    const bool in_front = terms[0].kind == TermKind::number;
    result.parts.insert(in_front ? result.parts.begin() : result.parts.end(), number(1));
    result.coefficients.insert(in_front ? result.coefficients.begin() : result.coefficients.end(), constant);
  }
  if (result.parts.size() > 1) return result;
  if (result.coefficients[0] == 1) {
    IndexTerm only = std::move(result.parts[0]);
    return only;
  }
  return product({number(result.coefficients[0]), std::move(result.parts[0])});
}

IndexTerm IndexTerm::product(std::vector<IndexTerm> factors) {
  Contraction contraction;
  for (IndexTerm& factor : factors) contraction.take(std::move(factor));
  return contraction.result();
}

IndexTerm IndexTerm::quotient(IndexTerm above, IndexTerm below) {
  if (below.is_number(1)) return above;
  IndexTerm term = of_kind(TermKind::quotient);
  term.parts = {std::move(above), std::move(below)};
  return term;
}

IndexTerm IndexTerm::function(const Expr& operation, std::vector<IndexTerm> arguments) {
  IndexTerm term = of_kind(TermKind::function);
  term.expr = operation;
  term.parts = std::move(arguments);
  return term;
}

IndexTerm IndexTerm::summation(std::vector<Label> labels, std::vector<Index> ranges,
                               std::vector<IndexTerm> factors) {
  Contraction contraction(std::move(labels), std::move(ranges));
  for (IndexTerm& factor : factors) contraction.take(std::move(factor));
  return contraction.result();
}

}  // namespace matgrad
