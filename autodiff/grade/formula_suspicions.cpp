#include <utility>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/grade/mutation.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

/// What may be written by mistake for something of its shape.
std::vector<Expr> symbols(const Question& question) {
  std::vector<Expr> found;
  for (const Expr& node : question.graph().nodes())
    if (!node.symbol().empty() && !(node == question.loss())) found.push_back(node);
  if (question.upstream()) found.push_back(question.upstream()->adjoint);
  return found;
}

/// Collects what slips in the formula make of it.
class Formulas {
 public:
  Formulas(const Examination& examination, const Wording& wording)
      : examination_(examination),
        question_(examination.question()),
        wording_(wording),
        symbols_(symbols(question_)),
        found_(examination) {}

  /// In one term, the others being right.
  void add_terms() {
    const std::vector<Expr>& terms = question_.forms().terms();
    if (terms.size() < 2) return;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const std::string place = "In the term " + wording_.of(terms[i]) + " of " + question_.name() + ", ";
      for (Mutant& mutant : slips_in(terms[i], symbols_)) {
        if (mutant.result.shape() != terms[i].shape()) continue;
        std::vector<Expr> all = terms;
        all[i] = mutant.result;
        add(mutant, place, sum_of(all));
      }
    }
  }

  /// In the formula, at all places of a part alike.
  void add_whole(const Expr& formula) {
    for (Mutant& mutant : slips_in(formula, symbols_)) {
      const std::string site = wording_.of(mutant.site);
      const bool says_where = mutant.site == formula || mutant.change.words.find(site) != std::string::npos;
      const std::string place = says_where ? "the formula of " : "the part " + site + " of ";
      add(mutant, "In " + place + question_.name() + ", ", mutant.result);
    }
  }

  /// In what a name stands for: K = Wᵀ W x without its term −x.
  void add_definitions(const Expr& formula) {
    const Graph graph(formula);
    for (const Expr& node : graph.nodes()) {
      if (!is_named(node)) continue;
      const Expr& definition = node.input(0);
      const std::string place = "In " + wording_.of(node) + " = " + wording_.definition(definition) + ", ";
      for (Mutant& mutant : slips_in(definition, {})) {
        if (mutant.result.shape() != node.shape()) continue;
        examination_.budget().spend(graph.size());
        const auto replace = [&](const Expr& other, std::vector<Expr> inputs) {
          return other == node ? mutant.result : with_inputs(other, std::move(inputs));
        };
        add(mutant, place, rebuilt({formula}, replace).front());
      }
    }
  }

  Suspicions found() { return std::move(found_); }

 private:
  std::vector<Mutant> slips_in(const Expr& formula, const std::vector<Expr>& others) const {
    if (found_.is_complete()) return {};
    return mutants(formula, [this](const Expr& e) { return wording_.of(e); },
                   {.others = others, .spend = spending_of(examination_)});
  }

  void add(Mutant& mutant, const std::string& place, const Expr& reproduction) {
    if (found_.is_complete()) return;
    found_.add({std::move(mutant.change.slip), place + mutant.change.words + ".",
                sentence(std::move(mutant.change.advice)), reproduction});
  }

  const Examination& examination_;
  const Question& question_;
  const Wording& wording_;
  std::vector<Expr> symbols_;
  Suspicions found_;
};

}  // namespace

Suspicions formula_suspicions(const Examination& examination, const Wording& wording) {
  const WrittenForms& forms = examination.question().forms();
  Formulas formulas(examination, wording);
  // A factored formula is what one sees; of a sum one sees the terms.
  const bool is_sum = sum_coefficients(forms.formula()) != nullptr && forms.formula().inputs().size() > 1;
  if (is_sum) formulas.add_terms();
  formulas.add_whole(forms.formula());
  if (!is_sum) formulas.add_terms();
  if (forms.with_transposes_inside()) formulas.add_whole(*forms.with_transposes_inside());
  formulas.add_definitions(forms.formula());
  return formulas.found();
}

}  // namespace matgrad::grading
