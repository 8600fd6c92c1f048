#include "matgrad/autodiff/grade/grade_written.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/check/formula_in_domain.hpp"
#include "matgrad/autodiff/check/reference.hpp"
#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/grade/examination.hpp"
#include "matgrad/autodiff/grade/printed_answer.hpp"
#include "matgrad/autodiff/grade/search_budget.hpp"
#include "matgrad/autodiff/grade/slips.hpp"
#include "matgrad/autodiff/grade/test_points.hpp"
#include "matgrad/autodiff/language/syntax.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/transform/substitute.hpp"

namespace matgrad {
namespace {

/// "W₂" for "W2": both are the same name to a reader.
std::string with_subscripts(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789") + 1;
  if (end == 0 || end == name.size()) return std::string(name);
  std::string text(name.substr(0, end));
  for (const char digit : name.substr(end)) text += subscripted("", static_cast<std::size_t>(digit - '0'));
  return text;
}

/// The names of a question, and leaves for their adjoints as far as an answer asks for them.
class Names {
 public:
  explicit Names(const Formula& formula) : result_(formula.result) {
    for (const auto& [letter, value] : formula.sizes) add(letter, constant(static_cast<double>(value)));
    for (const Expr& variable : formula.variables) add(std::string(variable.symbol()), variable);
    for (const auto& [name, expr] : formula.definitions) add(name, expr);
    if (!formula.result.symbol().empty()) add(std::string(formula.result.symbol()), formula.result);
    for (const auto& [name, expr] : std::map(known_)) known_.emplace(with_subscripts(name), expr);
  }

  const std::map<std::string, Expr, std::less<>>& known() const { return known_; }

  const Expr& of(std::string_view name, std::string_view role) const {
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    std::vector<std::string> names;
    for (const auto& [known, expr] : known_) names.push_back(known);
    throw Error("grade: " + std::string(role) + " " + std::string(name) +
                " is not in the question, which has the names " + grading::enumerated(names));
  }

  std::optional<Expr> adjoint(std::string_view name) {
    const auto found = known_.find(name);
    if (found == known_.end() && !is_name_of_result(name)) return std::nullopt;
    const Expr& node = found == known_.end() ? result_ : found->second;
    const auto same = [&](const auto& pair) { return pair.second == node; };
    if (const auto leaf = std::ranges::find_if(adjoints_, same); leaf != adjoints_.end()) return leaf->first;
    adjoints_.emplace_back(variable_like("adj(" + std::string(name) + ")", node), node);
    return adjoints_.back().first;
  }
  const std::vector<std::pair<Expr, Expr>>& adjoints() const { return adjoints_; }

 private:
  /// A formula without name that is no number is called t₁, t₂, … by derive, as the last of its steps.
  bool is_name_of_result(std::string_view name) const {
    if (result_.shape().is_scalar() || !result_.symbol().empty()) return false;
    const std::string symbol = with_subscripts(name);
    return symbol.size() > 1 && symbol[0] == 't' && symbol.find_first_not_of("₀₁₂₃₄₅₆₇₈₉", 1) == std::string::npos;
  }

  void add(std::string name, const Expr& expr) { known_.insert_or_assign(std::move(name), expr); }

  Expr result_;
  std::map<std::string, Expr, std::less<>> known_;
  std::vector<std::pair<Expr, Expr>> adjoints_;
};

ParseOptions answer_options(const Formula& question, Names& names) {
  ParseOptions options;
  options.known = names.known();
  for (const std::string& function : question.functions) options.declarations[function].is_function = true;
  options.adjoint = [&names](std::string_view name) { return names.adjoint(name); };
  return options;
}

Syntax syntax_of(const std::string& answer, const ParseOptions& options) {
  KnownNames known;
  for (const auto& [name, expr] : options.known) known.values.insert(name);
  for (const auto& [name, declaration] : options.declarations) known.functions.insert(name);
  return parse_syntax(answer, known);
}

/// The names as the question writes them, without their other spellings.
std::string listed(const std::map<std::string, Expr, std::less<>>& known) {
  std::set<std::string> others;
  for (const auto& [name, expr] : known)
    if (with_subscripts(name) != name) others.insert(with_subscripts(name));
  std::vector<std::string> names;
  for (const auto& [name, expr] : known)
    if (!others.contains(name)) names.push_back(name);
  return grading::enumerated(names);
}

/// "x = 3; x" would answer another question, and "2*z" none if z is no name in it.
void require_names_of_question(const std::string& answer, const ParseOptions& options) {
  const Syntax syntax = syntax_of(answer, options);
  for (const SyntaxNode& node : syntax.nodes)
    if (node.kind == SyntaxNode::Kind::name && !node.definition && !options.known.contains(node.name) &&
        node.name != "pi" && node.name != "π")
      throw ParseError(answer, node.at,
                       node.name + " is no name of the question, which has " + listed(options.known) +
                           (node.name == "e" ? "; the exponential is written exp(x)" : ""));
  for (const auto& definition : syntax.definitions)
    if (const auto found = options.known.find(definition.name);
        found != options.known.end() && found->second.is_leaf())
      throw ParseError(answer, definition.at,
                       definition.name + " is a variable of the question: an answer cannot define it anew");
}

/// The formula of a part of an answer by itself; none if it cannot be read or speaks of something else.
std::optional<Expr> part_of(std::string_view answer, const SyntaxNode& node, const ParseOptions& options) {
  try {
    Formula part = parse_formula(answer.substr(node.begin, node.end - node.begin), options);
    if (part.variables.empty()) return std::move(part.result);
  } catch (const ParseError&) {
    // The contradiction lies inside this part.
  }
  return std::nullopt;
}

/// What an answer is made of, if it can be read and speaks of nothing but the question; else nothing.
std::optional<grading::AnswerParts> parts_of(const std::string& answer, const ParseOptions& options) {
  const Syntax syntax = syntax_of(answer, options);
  grading::AnswerParts parts;
  for (const SyntaxNode& node : syntax.nodes) {
    const bool is_name = node.kind == SyntaxNode::Kind::name && !node.definition;
    const std::optional<Expr> part = part_of(answer, node, options);
    if (part)
      parts.all.push_back(*part);
    else if (is_name || node.kind == SyntaxNode::Kind::adjoint)
      return std::nullopt;
  }
  const std::vector<std::size_t>& inputs = syntax.nodes[syntax.result].inputs;
  for (const std::size_t input : inputs)
    if (const auto part = part_of(answer, syntax.nodes[input], options); part && inputs.size() == 2)
      parts.factors.push_back(*part);
  return parts;
}

/// The grade of an answer whose own shapes contradict each other.
Grade misfit(const Expr& loss, const Expr& wrt, const GradeOptions& options, const std::string& message,
             grading::AnswerParts parts) {
  using namespace grading;
  const std::optional<Expr> upstream =
      !options.upstream && !loss.shape().is_scalar() ? std::optional(loss) : options.upstream;
  const Question question(loss, wrt, upstream, options.path);
  Substitution adjoints;
  for (const auto& [leaf, node] : options.adjoints) {
    const bool free = upstream && *upstream == node;
    if (const auto adjoint = free ? question.upstream()->adjoint : question.adjoint(node))
      adjoints.emplace_back(leaf, *adjoint);
  }
  parts.all = substitute(parts.all, adjoints);
  parts.factors = substitute(parts.factors, adjoints);
  std::vector<Expr> all = parts.all;
  all.push_back(question.truth());
  const TestPoints points(all, 1, options.seed);
  const Examination examination(question, points, {points.evaluated(question.truth(), 0)}, 1e-9);
  Grade result{.verdict = GradeVerdict::wrong,
               .question = question.name(),
               .truth = question.truth(),
               .given_shape = {0, 0},
               .points = 1};
  result.diagnoses.push_back({"wrong shape", "The shapes in the answer do not fit: " + message + ".", "", {}});
  try {
    result.diagnoses.back().advice = fitting_text(examination, Wording(question), parts);
  } catch (const SearchEnded&) {
    // Then there is no advice.
  }
  return result;
}

/// The shapes that an answer may have: that of the variable, and those of the Jacobian of what is no scalar.
std::vector<Shape> wanted_shapes(const Expr& loss, const Expr& wrt) {
  if (loss.shape().is_scalar()) return {wrt.shape()};
  const Shape jacobian{loss.shape().size(), wrt.shape().size()};
  return {wrt.shape(), jacobian, jacobian.transposed()};
}

/// The answer; where that has another shape than is wanted, because a vector(1) or an eye in it has no size of its
/// own, in one that is.
Formula read_answer(const std::string& text, const std::vector<Shape>& wanted, const ParseOptions& options) {
  Formula answer = parse_formula(text, options);
  if (answer.result.shape().is_scalar()) return answer;
  if (std::ranges::find(wanted, answer.result.shape()) != wanted.end()) return answer;
  for (const Shape& shape : wanted) try {
      ParseOptions in_shape = options;
      in_shape.result = shape;
      return parse_formula(text, in_shape);
    } catch (const ParseError&) {
      // A size in it says otherwise.
    }
  return answer;
}

/// The value of an answer without variables, where all variables of the question are given.
std::optional<Eigen::MatrixXd> number_given(const Expr& answer, const Formula& question,
                                            const GradeOptions& options) {
  const auto is_given = [&](const Expr& variable) {
    return std::ranges::any_of(options.given, [&](const auto& given) { return given.first == variable; });
  };
  if (!Graph(answer).leaves().empty() || !std::ranges::all_of(question.variables, is_given)) return std::nullopt;
  return reference_value<double>(answer, {});
}

// An answer declares nothing: "Ax read as A x; declare Ax for a name of its own" is advice for a question.
std::vector<std::string> without_declarations(std::vector<std::string> notes) {
  for (std::string& note : notes) note = note.substr(0, note.find("; declare "));
  return notes;
}

}  // namespace

Grade grade(std::string_view text, const GradeQuestion& asked) {
  ParseOptions known = asked.known;
  known.asked.insert(asked.wrt);
  const Formula question = formula_in_domain(text, known);
  Names names(question);
  GradeOptions options{.path = asked.path, .tolerance = asked.tolerance, .seed = asked.seed};
  for (const auto& [name, value] : asked.given) options.given.emplace_back(names.of(name, "the value"), value);
  const Expr& wrt = names.of(asked.wrt, "the variable");
  if (asked.upstream) options.upstream = names.of(*asked.upstream, "the upstream node");
  const ParseOptions reading = answer_options(question, names);
  const std::vector<Shape> wanted = wanted_shapes(question.result, wrt);
  const std::string written = without_frame(asked.answer, asked.wrt, wanted);
  require_names_of_question(written, reading);
  Grade result{.truth = wrt};
  std::vector<std::string> answer_notes;
  try {
    const Formula answer = read_answer(written, wanted, reading);
    options.adjoints = names.adjoints();
    answer_notes = answer.assumptions;
    result = grade(question.result, wrt, answer.result, options);
    if (const auto number = number_given(answer.result, question, options); number && !result.right())
      result = grade(question.result, wrt, options.given, *number, options);
  } catch (const ParseError& error) {
    const std::optional<grading::AnswerParts> parts = parts_of(written, reading);
    if (!parts) throw;
    options.adjoints = names.adjoints();
    answer_notes = error.assumptions();
    result = misfit(question.result, wrt, options, error.message(), *parts);
  }
  result.assumptions = question.assumptions;
  result.answer_notes = without_declarations(std::move(answer_notes));
  return result;
}

}  // namespace matgrad
