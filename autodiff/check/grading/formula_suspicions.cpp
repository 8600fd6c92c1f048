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

namespace {

std::vector<Diagnosis> exact(const std::vector<Diagnosis>& suspicions, const Examination& examination) {
  constexpr std::size_t enough = 2;
  std::vector<Diagnosis> found;
  for (const Diagnosis& one : suspicions) {
    if (found.size() == enough) break;
    const auto is_known = [&](const Diagnosis& other) { return other.slip == one.slip; };
    if (std::ranges::none_of(found, is_known) && examination.is_reproduced_by(*one.reproduction))
      found.push_back(one);
  }
  return found;
}

/// A second slip: a factor, a sign or a transposition.
std::vector<Diagnosis> with_second_slip(const std::vector<Diagnosis>& suspicions, const Examination& examination,
                                        const Wording& wording) {
  for (const Diagnosis& one : suspicions)
    for (const bool transposed : {false, true}) {
      const Expr changed = transposed ? transpose(*one.reproduction) : *one.reproduction;
      const auto c = examination.multiple_of(changed);
      if (!c || !is_simple(*c, wording)) continue;
      Diagnosis both = one;
      std::vector<std::string> besides;
      if (transposed) besides.push_back("the whole is transposed");
      if (is_near(*c, -1))
        besides.push_back("the sign is wrong");
      else if (!is_near(*c, 1))
        besides.push_back("there is a factor " + number_in_words(*c) + " too much");
      both.explanation += " Besides, " + enumerated(besides) + ".";
      both.reproduction = *c * changed;
      return {std::move(both)};
    }
  return {};
}

}  // namespace

std::vector<Diagnosis> confirmed(std::vector<Diagnosis> suspicions, const Examination& examination,
                                 const Wording& wording) {
  std::vector<Diagnosis> found = exact(suspicions, examination);
  return found.empty() ? with_second_slip(suspicions, examination, wording) : found;
}

}  // namespace matgrad::grading
