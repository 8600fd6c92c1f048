#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <matgrad/autodiff/check/draw_values.hpp>
#include <matgrad/autodiff/language/parse.hpp>

#include "cli/given_value.hpp"
#include "cli/options.hpp"

namespace matgrad::cli {

/// A formula from the command line with what is known of its names. Reading it throws ParseError, FileError or
/// Error, each with the place, and DomainError for a value without the facts that are declared of it.
class CommandQuestion {
 public:
  explicit CommandQuestion(const QuestionOptions& options);

  const std::string& text() const { return text_; }
  /// What was known before the text was read.
  const ParseOptions& known() const { return known_; }
  const Formula& formula() const { return formula_; }
  const Expr& result() const { return formula_.result; }
  /// The variables and named intermediates of --wrt; all variables of the result if there are none.
  std::vector<Expr> wrt() const;
  /// The variable or intermediate of this name. Throws Error with the place in `argument`, the text of `option`.
  Expr named_in_formula(const std::string& option, const std::string& argument, const std::string& name) const;

  /// The values that were given.
  const LeafValues<>& given() const { return given_; }
  /// A value for each variable in `exprs`: the given ones, and drawn ones with which all of `exprs` are finite.
  /// What was drawn is noted. Throws what draw_values throws, and Error where the values would fill the memory.
  LeafValues<> values(std::span<const Expr> exprs);
  /// How the value of a variable was nested; by rows if it was not given.
  Nesting nesting(const Expr& variable) const;

  /// What people should know: assumptions, values that were drawn, names that were not used.
  const std::vector<std::string>& notes() const { return *notes_; }
  void note(const std::string& text) { notes_->push_back(text); }

 private:
  CommandQuestion(const QuestionOptions& options, std::string text, const std::vector<GivenValue>& values);
  void bind(const std::vector<GivenValue>& values);
  std::optional<Expr> variable(std::string_view name) const;
  void note_unused(const std::string& source, const std::string& name);

  std::string text_;
  std::uint64_t seed_;
  std::vector<std::string> wrt_;
  ParseOptions known_;
  Notes notes_;  // those of the options
  Formula formula_;
  LeafValues<> given_;
  std::vector<std::pair<Expr, Nesting>> nestings_;
};

}  // namespace matgrad::cli
