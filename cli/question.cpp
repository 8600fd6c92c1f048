#include "cli/question.hpp"

#include <algorithm>
#include <cstddef>

#include <matgrad/autodiff/check/formula_in_domain.hpp>
#include <matgrad/autodiff/check/regular_arguments.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/tape/check_facts.hpp>

#include "cli/memory.hpp"
#include "cli/read_file.hpp"
#include "cli/text_position.hpp"
#include "cli/values.hpp"

namespace matgrad::cli {
namespace {

Declarations declared_shapes(const std::vector<std::string>& arguments) {
  Declarations all;
  for (const std::string& argument : arguments) {
    try {
      for (auto& [name, declaration] : parse_declarations(argument))
        if (!all.emplace(name, std::move(declaration)).second)
          throw option_error("--shape", argument, find_name(argument, name),
                             in_quotes(name) + " is declared twice");
    } catch (const ParseError& error) {
      throw Error("--shape: " + std::string(error.what()));
    }
  }
  return all;
}

ParseOptions parse_options(const QuestionOptions& options, const std::vector<GivenValue>& values) {
  ParseOptions known;
  known.declarations = declared_shapes(options.shapes);
  for (const GivenValue& given : values) known.shapes[given.name] = {given.value.rows(), given.value.cols()};
  for (const std::string& name : split_names(options.wrt)) known.asked.insert(name);
  return known;
}

Formula read_formula(const std::string& text, const ParseOptions& known, std::vector<std::string>& notes) {
  try {
    Formula formula = formula_in_domain(text, known);
    notes = formula.assumptions;
    return formula;
  } catch (const ParseError& error) {
    notes = error.assumptions();
    throw;
  }
}

std::string listed_variables(const Formula& formula) {
  std::string names;
  for (const Expr& variable : formula.variables)
    names += (names.empty() ? "" : ", ") + std::string(variable.symbol());
  return names;
}

std::string listed_names(const Formula& formula) {
  std::string names = listed_variables(formula);
  for (const auto& [name, definition] : formula.definitions) names += (names.empty() ? "" : ", ") + name;
  return names;
}

/// Without this a declared size of a million would be answered by the end of the process.
void require_memory_for(std::span<const Expr> exprs) {
  constexpr double copies = 4;  // drawn, given to the program, on its tape, as a result
  double total = 0;
  const Graph graph(exprs);
  for (const Expr& node : graph.nodes())
    total += static_cast<double>(node.rows()) * static_cast<double>(node.cols());
  require_memory(copies * total, "the values of this formula");
}

}  // namespace

CommandQuestion::CommandQuestion(const QuestionOptions& options)
    : CommandQuestion(options, options.text == "-" ? read_file("-", std::size_t{1} << 20) : options.text,
                      read_values(options.values)) {}

CommandQuestion::CommandQuestion(const QuestionOptions& options, std::string text,
                                 const std::vector<GivenValue>& values)
    : text_(std::move(text)),
      seed_(options.seed),
      wrt_(options.wrt),
      known_(parse_options(options, values)),
      notes_(options.notes),
      formula_(read_formula(text_, known_, *notes_)) {
  known_.preferred_sizes = formula_.chosen_sizes;
  bind(values);
  for (const auto& [name, declaration] : known_.declarations)
    if (!declaration.is_function && !variable(name)) note_unused("--shape", name);
}

std::optional<Expr> CommandQuestion::variable(std::string_view name) const {
  const auto found =
      std::ranges::find_if(formula_.variables, [&](const Expr& leaf) { return leaf.symbol() == name; });
  return found == formula_.variables.end() ? std::nullopt : std::optional(*found);
}

void CommandQuestion::note_unused(const std::string& source, const std::string& name) {
  const std::string names = listed_variables(formula_);
  note(source + ": " + in_quotes(name) + " is not a variable of the formula, which has " +
       (names.empty() ? "none" : names) + ": ignored");
}

void CommandQuestion::bind(const std::vector<GivenValue>& values) {
  for (const GivenValue& given : values) {
    const std::optional<Expr> leaf = variable(given.name);
    if (!leaf) {
      note_unused(given.source, given.name);
      continue;
    }
    check_facts(*leaf, ConstView<double>(given.value.data(), given.value.rows(), given.value.cols()));
    given_.emplace_back(*leaf, given.value);
    nestings_.emplace_back(*leaf, given.nesting);
  }
}

Expr CommandQuestion::named_in_formula(const std::string& option, const std::string& argument,
                                       const std::string& name) const {
  if (const std::optional<Expr> leaf = variable(name)) return *leaf;
  for (const auto& [defined, definition] : formula_.definitions)
    if (defined == name) return definition;
  const std::string names = listed_names(formula_);
  throw option_error(option, argument, find_name(argument, name),
                     in_quotes(name) + " is not a name of the formula" +
                         (names.empty() ? ", which has none" : "; its names are " + names));
}

std::vector<Expr> CommandQuestion::wrt() const {
  std::vector<Expr> chosen;
  const auto add = [&](const Expr& expr) {
    if (std::ranges::find(chosen, expr) == chosen.end()) chosen.push_back(expr);
  };
  for (const std::string& argument : wrt_)
    for (const std::string& name : split_names({argument})) add(named_in_formula("--wrt", argument, name));
  if (!wrt_.empty()) return chosen;
  const Graph graph(result());
  for (const Expr& variable : formula_.variables)
    if (graph.contains(variable)) add(variable);
  if (chosen.empty()) throw ParseError(text_, 0, "the formula has no variable to differentiate by");
  return chosen;
}

LeafValues<> CommandQuestion::values(std::span<const Expr> exprs) {
  require_memory_for(exprs);
  const Graph graph(exprs);
  const bool complete = std::ranges::all_of(graph.leaves(), [&](const Expr& leaf) {
    return std::ranges::any_of(given_, [&](const auto& entry) { return entry.first == leaf; });
  });
  if (complete) {
    require_regular(exprs, given_);
    return given_;
  }
  const DrawnValues drawn = draw_values(exprs, given_, {.seed = seed_});
  note(to_text(drawn));
  LeafValues<> all = given_;
  all.insert(all.end(), drawn.values.begin(), drawn.values.end());
  return all;
}

Nesting CommandQuestion::nesting(const Expr& variable) const {
  for (const auto& [leaf, nesting] : nestings_)
    if (leaf == variable) return nesting;
  return Nesting::rows;
}

}  // namespace matgrad::cli
