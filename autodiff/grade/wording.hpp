#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/grade/question.hpp"

namespace matgrad::grading {

/// How the pieces of a question are called in sentences.
class Wording {
 public:
  /// Whose names are written: also those that derive gives to parts of the right answer, or only the question's.
  enum class Names { all, of_question };

  explicit Wording(const Question& question, Names names = Names::all);

  /// A name or a formula, in which adjoints of named steps stand by their names; cut off where it is long.
  std::string of(const Expr& expr) const;
  /// The formula of a node, also if it has a name: "swish(a)".
  std::string definition(const Expr& node) const;
  /// "∂L/∂h₁", or "∂L/∂(W x)" for a step without name.
  std::string adjoint(const Expr& node) const;
  /// The text, and after it what the names in it stand for that are not the question's: "… Here K = Wᵀ W."
  std::string with_definitions(std::string text) const;
  /// "the size 8 of X", for a size that some leaf of the loss has.
  std::optional<std::string> size(double number) const;

 private:
  const Question& question_;
  GivenNames given_;                                    // names of adjoints, and of parts of the right answer
  std::unordered_map<const Node*, std::string> names_;  // of what stands under a name
  std::unordered_map<const Node*, std::string> calls_;  // of composed functions, as one writes them
};

/// "2", "½", "1/8", "2/3", "−3", "0.37".
std::string number_in_words(double number);
/// "the factor 2 is too much", "the factor 2 is missing and the sign is wrong", for an answer that is so many
/// times the right one.
std::string factor_in_words(double times);
/// Whether a number is one that a slip leaves: a small whole number or its inverse, or a size of the question.
bool is_simple(double number, const Wording& wording);
/// The text with its first letter as a capital.
std::string capitalised(std::string text);
/// The same with a full stop; empty stays empty.
std::string sentence(std::string text);
/// "a", "a and b", "a, b and c".
std::string enumerated(const std::vector<std::string>& texts);
/// Whether two numbers agree up to rounding.
bool is_near(double a, double b);

}  // namespace matgrad::grading
