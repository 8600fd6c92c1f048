#include <algorithm>
#include <cmath>
#include <utility>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/grade/composed_functions.hpp"
#include "matgrad/autodiff/grade/part_uses.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/operations/linear.hpp"

namespace matgrad::grading {
namespace {

constexpr std::size_t most_paths = 12;
constexpr const char* total_derivative =
    "By the law of total derivatives the gradient is the sum over all uses of the variable.";

std::string path_text(const Question& question, std::size_t i) {
  return "path " + std::to_string(i + 1) + " (" + question.paths()[i].use + ")";
}

std::vector<Expr> contributions(const Question& question) {
  std::vector<Expr> exprs;
  for (const Path& path : question.paths()) exprs.push_back(path.contribution);
  return exprs;
}

/// The question asks for one path.
std::vector<Diagnosis> labels(const Examination& examination) {
  const Question& question = examination.question();
  const std::size_t asked = *question.asked_path() - 1;
  for (std::size_t i = 0; i < question.paths().size(); ++i)
    if (i != asked && examination.is_reproduced_by(question.paths()[i].contribution))
      return {{"path labels swapped",
               "This is what " + path_text(question, i) + " contributes; asked for is " +
                   path_text(question, asked) + ".",
               "The derivative by one use multiplies the adjoint with the other factors, not with itself.",
               question.paths()[i].contribution}};
  const std::vector<Expr> all = contributions(question);
  const Expr sum = sum_of(all);
  if (all.size() > 1 && examination.is_reproduced_by(sum))
    return {{"all paths", "This is the whole gradient; asked for is only " + path_text(question, asked) + ".", "",
             sum}};
  return {};
}

bool agree(const Expr& a, const Expr& b, const Examination& examination) {
  const auto left = examination.values(a), right = examination.values(b);
  if (!left || !right) return false;
  for (std::size_t point = 0; point < left->size(); ++point)
    if (!examination.same((*left)[point], (*right)[point], point)) return false;
  return true;
}

std::string equal_uses_in_words(const Question& question, const std::string& part, double kept, std::size_t uses) {
  const double missing = std::round((1 - kept) * static_cast<double>(uses));
  return "The answer is " + number_in_words(kept) + " times " + question.name() + ": " + part + " is used " +
         std::to_string(uses) + " times, each use contributes the same, and " +
         (missing > 1 ? number_in_words(missing) + " of them are" : "one of them is") + " missing.";
}

/// Several uses that all contribute the same: the answer has what some of them do.
std::vector<Diagnosis> some_of_equals(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const std::vector<Expr> all = contributions(question);
  const auto is_first = [&](const Expr& one) { return agree(one, all.front(), examination); };
  if (!std::ranges::all_of(all, is_first)) return {};
  const auto c = examination.multiple_of(all.front());
  const double count = static_cast<double>(all.size());
  if (!c || !is_near(*c, std::round(*c)) || *c < 0.5 || *c > count - 0.5) return {};
  return {{"path missing", equal_uses_in_words(question, wording.of(question.wrt()), *c / count, all.size()),
           total_derivative, *c * all.front()}};
}

std::vector<Expr> contributions_of(const std::vector<PartUse>& uses) {
  std::vector<Expr> all;
  for (const PartUse& use : uses) all.push_back(use.contribution);
  return all;
}

/// The same of a part of the loss through which the one path to the variable leads: x − m in (x − m)ᵀ C⁻¹ (x −
/// m).
std::vector<Diagnosis> some_of_equals_further_on(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  const auto c = examination.multiple_of(question.truth());
  if (!c || question.asked_path() || question.paths().size() != 1) return {};
  const VariableUses uses(question.graph());
  for (const Expr& part : question.graph().nodes()) {
    if (!part.symbol().empty() || !question.depends_on_variable(part)) continue;
    const std::vector<Expr> all = contributions_of(uses_of_part(question, uses, part));
    const double kept = *c * static_cast<double>(all.size());
    if (all.size() < 2 || !is_near(kept, std::round(kept)) || kept < 0.5 || *c > 1 - 1e-6) continue;
    const auto is_first = [&](const Expr& one) { return agree(one, all.front(), examination); };
    if (!std::ranges::all_of(all, is_first)) continue;
    return {{"path missing", equal_uses_in_words(question, wording.of(part), *c, all.size()), total_derivative,
             *c * question.truth()}};
  }
  return {};
}

/// "5 times its right size", and what has this size: then a mean was taken for a sum.
std::string size_in_words(double c, const Wording& wording) {
  const std::string text = number_in_words(c) + " times its right size";
  const std::optional<std::string> size =
      c > 2.5 && is_near(c, std::round(c)) ? wording.size(std::round(c)) : std::nullopt;
  if (!size) return text;
  return text + " (" + number_in_words(c) + " is " + *size + ": was the 1/m of a mean dropped?)";
}

std::string coefficients_in_words(const Question& question, const std::vector<double>& coefficients,
                                  const Wording& wording) {
  std::vector<std::string> missing, subtracted, scaled;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    const double c = coefficients[i];
    if (std::abs(c) < 1e-9)
      missing.push_back(path_text(question, i));
    else if (is_near(c, -1))
      subtracted.push_back(path_text(question, i));
    else if (!is_near(c, 1))
      scaled.push_back(path_text(question, i) + " has " + size_in_words(c, wording));
  }
  std::vector<std::string> parts;
  if (!missing.empty()) parts.push_back(enumerated(missing) + (missing.size() > 1 ? " are" : " is") + " missing");
  if (!subtracted.empty())
    parts.push_back(enumerated(subtracted) + (subtracted.size() > 1 ? " have" : " has") + " the wrong sign");
  parts.insert(parts.end(), scaled.begin(), scaled.end());
  return enumerated(parts);
}

std::vector<Diagnosis> only_one(const Examination& examination, const Wording& wording) {
  const Question& question = examination.question();
  for (std::size_t i = 0; i < question.paths().size(); ++i) {
    const Expr& one = question.paths()[i].contribution;
    if (!examination.is_reproduced_by(one)) continue;
    std::vector<double> coefficients(question.paths().size(), 0);
    coefficients[i] = 1;
    return {{"path missing",
             wording.of(question.wrt()) + " is used " + std::to_string(question.paths().size()) +
                 " times, and the answer is what " + path_text(question, i) + " contributes; " +
                 coefficients_in_words(question, coefficients, wording) + ".",
             total_derivative, one}};
  }
  return {};
}

/// Which sums of paths, with what factors, are taken for the gradient.
enum class PathFactors { zero_or_sign, any };

bool vanishes(double c) { return std::abs(c) < 1e-9; }

std::string slip_of(const std::vector<double>& coefficients) {
  const auto right = [](double c) { return is_near(c, 1); };
  if (std::ranges::all_of(coefficients, [&](double c) { return vanishes(c) || right(c); })) return "path missing";
  if (std::ranges::all_of(coefficients, [&](double c) { return right(c) || is_near(c, -1); }))
    return "wrong sign of a path";
  return "constant factor of a path";
}

/// One path twice in the place of another one.
bool is_doubled(const std::vector<double>& coefficients) {
  const auto known = [](double c) { return vanishes(c) || is_near(c, 1) || is_near(c, 2); };
  const auto twice = [](double c) { return is_near(c, 2); };
  return std::ranges::all_of(coefficients, known) && std::ranges::count_if(coefficients, vanishes) == 1 &&
         std::ranges::count_if(coefficients, twice) == 1;
}

std::string doubled_in_words(const Question& question, const std::vector<double>& coefficients) {
  std::string twice, missing;
  for (std::size_t i = 0; i < coefficients.size(); ++i) {
    if (vanishes(coefficients[i])) missing = path_text(question, i);
    if (is_near(coefficients[i], 2)) twice = path_text(question, i);
  }
  return twice + " stands twice and " + missing + " is missing: they do not contribute the same";
}

std::vector<Diagnosis> combination(const Examination& examination, const Wording& wording, PathFactors factors) {
  const Question& question = examination.question();
  const std::vector<Expr> all = contributions(question);
  const auto coefficients = examination.combination_of(all);
  if (!coefficients) return {};
  const auto same = [&](double c) { return is_near(c, coefficients->front()); };
  if (std::ranges::all_of(*coefficients, same)) return {};
  for (const double c : *coefficients)
    if (std::abs(c) > 1e-9 && !is_simple(c, wording)) return {};
  const bool doubled = is_doubled(*coefficients);
  const std::string slip = doubled ? "path missing" : slip_of(*coefficients);
  if (factors == PathFactors::zero_or_sign && (doubled || slip == "constant factor of a path")) return {};
  return {{slip,
           wording.of(question.wrt()) + " is used " + std::to_string(all.size()) + " times; in the answer " +
               (doubled ? doubled_in_words(question, *coefficients)
                        : coefficients_in_words(question, *coefficients, wording)) +
               ".",
           total_derivative, weighted_sum(*coefficients, all)}};
}

/// The contribution of a use as Wᵀ is the transpose of ∂L/∂(Wᵀ).
std::vector<Diagnosis> untransposed(const Examination& examination) {
  const Question& question = examination.question();
  if (question.form() == Question::Form::jacobian || question.wrt().rows() != question.wrt().cols() ||
      question.wrt().shape().is_scalar())
    return {};
  for (std::size_t i = 0; i < question.paths().size(); ++i) {
    std::vector<Expr> all = contributions(question);
    all[i] = transpose(all[i]);
    const Expr sum = sum_of(all);
    if (all.size() < 2 || !examination.is_reproduced_by(sum)) continue;
    if (!question.paths()[i].as_transpose)
      return {{"transposed",
               "What " + path_text(question, i) + " contributes stands transposed, the others are right.",
               "See in which order the factors stand: ∂L/∂A = (∂L/∂Z) Bᵀ and ∂L/∂B = Aᵀ (∂L/∂Z) for Z = A B.",
               sum}};
    return {{"final transpose missing",
             capitalised(path_text(question, i)) + " stands without its last transposition, the others are right.",
             "The derivative by Wᵀ is to be transposed before it is added to the derivative by W.", sum}};
  }
  return {};
}

bool has_several_paths(const Examination& examination) {
  const std::size_t count = examination.question().paths().size();
  const Question& question = examination.question();
  if (count < 2 || count > most_paths || question.asked_path() || examination.is_zero()) return false;
  // The pieces of elu(a) are no paths that anybody takes.
  return !is_used_in_one_function(question.graph(), question.wrt());
}

}  // namespace

std::vector<Diagnosis> path_slips(const Examination& examination, const Wording& wording) {
  if (examination.question().asked_path()) return labels(examination);
  if (!has_several_paths(examination)) return some_of_equals_further_on(examination, wording);
  std::vector<Diagnosis> found = some_of_equals(examination, wording);
  if (found.empty()) found = only_one(examination, wording);
  if (found.empty()) found = combination(examination, wording, PathFactors::zero_or_sign);
  if (found.empty()) found = untransposed(examination);
  return found;
}

std::vector<Diagnosis> path_factor_slips(const Examination& examination, const Wording& wording) {
  if (!has_several_paths(examination)) return {};
  return combination(examination, wording, PathFactors::any);
}

}  // namespace matgrad::grading
