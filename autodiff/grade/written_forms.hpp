#pragma once

#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/rewrite/interner.hpp"

namespace matgrad::grading {

/// The ways in which one may have written a formula down before making a slip in it. In each of them, and among
/// them, what is equal is one node.
class WrittenForms {
 public:
  /// `own_names` are names in the formula that are not the question's: what they stand for is written out.
  WrittenForms(const Expr& formula, const std::unordered_set<std::string>& own_names);

  const Expr& formula() const { return formula_; }
  /// The formula multiplied out, at least one term, each as one writes it. Their sum is the formula.
  const std::vector<Expr>& terms() const { return terms_; }
  /// With Aᵀ − Bᵀ for (A − B)ᵀ, if there is any such sum: then a slip in the sum leaves its transpose right.
  const std::optional<Expr>& with_transposes_inside() const { return with_transposes_inside_; }
  /// What the own names stand for.
  const GivenNames& names() const { return names_; }

 private:
  Expr merged(const Expr& expr, const std::unordered_set<std::string>& written_out);

  Interner interner_;
  GivenNames names_;
  Expr formula_;
  std::vector<Expr> terms_;
  std::optional<Expr> with_transposes_inside_;
};

}  // namespace matgrad::grading
