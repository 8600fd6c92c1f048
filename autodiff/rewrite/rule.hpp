#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/facts.hpp"

namespace matgrad {

/// An equation left = right over wildcards, used from left to right. The wildcards are the leaves of `left`: a 1×1
/// leaf stands for any scalar, an n×1 leaf for any column, any other leaf for anything; the facts declared for a
/// leaf are preconditions. A product on the left also matches a run of neighbouring factors. Not used where the
/// right side would have another shape.
struct Rule {
  std::string name;
  Expr left;
  Expr right;
  /// Whether it also applies where an operation inside the left side has other users, who need it anyway.
  bool takes_apart_shared = true;
};

/// A fact of any expression of the form `pattern`, given the facts declared for its wildcards; where the
/// expression is not square, only what it says of the entries.
struct Implication {
  Expr pattern;
  Facts conclusion;
};

/// What each wildcard stands for.
using Binding = std::unordered_map<const Node*, Expr>;
/// The facts known of an expression.
using FactsOf = std::function<Facts(const Expr&)>;

/// Whether `expr` is an instance of `pattern`, both in normal form and merged; extends `binding`.
/// The last wildcard of a product inside the pattern stands for all remaining factors.
bool matches(const Expr& pattern, const Expr& expr, const FactsOf& facts, Binding& binding);

/// Whether a wildcard may stand for `expr`.
bool accepts(const Expr& wildcard, const Expr& expr, const FactsOf& facts, Binding& binding);

}  // namespace matgrad
