#include <utility>

#include "matgrad/autodiff/check/grading/mutation.hpp"
#include "matgrad/autodiff/check/grading/slips.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// What may be written by mistake for something of its shape.
std::vector<Expr> symbols(const Question& question) {
  std::vector<Expr> found;
  for (const Expr& node : question.graph().nodes())
    if (!node.symbol().empty() && !(node == question.loss())) found.push_back(node);
  if (question.free_adjoint()) found.push_back(*question.free_adjoint());
  return found;
}

std::vector<Expr> contributions(const Question& question) {
  std::vector<Expr> exprs;
  for (const Path& path : question.paths()) exprs.push_back(path.contribution);
  return exprs;
}

}  // namespace

std::vector<Diagnosis> formula_suspicions(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  std::vector<Expr> formulas{question.truth()};
  if (const std::vector<Expr> all = contributions(question); !question.asked_path() && all.size() > 1)
    formulas.push_back(weighted_sum(std::vector<double>(all.size(), 1.0), all));
  std::vector<Diagnosis> found;
  const auto describe = [&](const Expr& e) { return wording.of(e); };
  for (const Expr& formula : formulas)
    for (Mutant& mutant : mutants(formula, describe, {.others = symbols(question)})) {
      const bool whole = mutant.site == formula || !mutant.site.symbol().empty();
      const std::string place = whole ? "the formula of " : "the part " + wording.of(mutant.site) + " of ";
      found.push_back({std::move(mutant.change.slip),
                       "In " + place + question.name() + ", " + mutant.change.words + ".",
                       sentence(std::move(mutant.change.advice)), std::move(mutant.result)});
    }
  return found;
}

}  // namespace matgrad::grading
