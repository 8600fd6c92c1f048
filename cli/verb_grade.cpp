#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/latin_letter.hpp>
#include <matgrad/autodiff/grade/grade_written.hpp>

#include "cli/json_text.hpp"
#include "cli/question.hpp"
#include "cli/text_position.hpp"
#include "cli/values.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct GradeArguments {
  QuestionOptions question;
  OutputOptions output;
  std::string answer;
  std::string answer_file;
  std::string upstream;
  std::size_t path = 0;
  std::optional<double> tolerance;
  bool solution = false;
};

std::optional<std::size_t> asked_path(const GradeArguments& arguments) {
  return arguments.path == 0 ? std::nullopt : std::optional(arguments.path);
}

/// The one name of --wrt.
std::string asked_name(const CommandQuestion& question, const GradeArguments& arguments) {
  const std::vector<std::string> names = split_names(arguments.question.wrt);
  if (names.size() != 1)
    throw option_error(
        "--wrt", "", 0,
        "one answer is graded at a time, for one name; " + std::to_string(names.size()) + " are given");
  question.named_in_formula("--wrt", arguments.question.wrt.front(), names.front());
  return names.front();
}

void note_answer(const GradeArguments& arguments, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) arguments.question.notes->push_back("in the answer: " + note);
}

/// The variables whose values are drawn although others are given.
std::string listed_without_value(const CommandQuestion& question) {
  std::string names;
  const Graph graph(question.result());
  for (const Expr& leaf : graph.leaves()) {
    const auto is_leaf = [&](const auto& given) { return given.first == leaf; };
    if (leaf.symbol().empty() || std::ranges::any_of(question.given(), is_leaf)) continue;
    names += (names.empty() ? "" : ", ") + std::string(leaf.symbol());
  }
  return names;
}

/// What decides a verdict that is none, or one that hangs on numbers that nobody knows.
std::string advice_on_values(const CommandQuestion& question, const GradeArguments& arguments,
                             const Grade& grade) {
  const bool has_name = std::ranges::any_of(
      arguments.answer, [](char c) { return is_latin_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
  const bool is_numbers = arguments.answer.empty() || !has_name;
  if (grade.verdict == GradeVerdict::undecided && !is_numbers)
    return "to decide it at values of your own, give all of them by --values, and the answer as the numbers it "
           "has "
           "there";
  const std::string open = listed_without_value(question);
  if (grade.right() || open.empty() || question.given().empty() || !is_numbers) return {};
  return "an answer of numbers needs the values of all variables: give those of " + open + " by --values too";
}

/// An answer as a formula.
Grade grade_formula(const CommandQuestion& question, const GradeArguments& arguments) {
  GradeQuestion asked;
  asked.wrt = asked_name(question, arguments);
  asked.answer = arguments.answer;
  if (!arguments.upstream.empty()) asked.upstream = arguments.upstream;
  asked.known = question.known();
  asked.path = asked_path(arguments);
  asked.tolerance = arguments.tolerance;
  asked.seed = arguments.question.seed;
  for (const auto& [variable, value] : question.given()) asked.given.emplace_back(variable.symbol(), value);
  try {
    Grade result = grade(question.text(), asked);
    note_answer(arguments, result.answer_notes);
    return result;
  } catch (const ParseError& error) {
    note_answer(arguments, error.assumptions());
    // The question itself could be read: it was before.
    throw Error("--answer: " + (arguments.output.format == "json" ? error.what() : error.with_caret()));
  }
}

/// An answer as numbers, at given values of everything.
Grade grade_numbers(const CommandQuestion& question, const GradeArguments& arguments) {
  const std::string name = asked_name(question, arguments);
  const std::vector<GivenValue> values = read_answer(arguments.answer_file);
  const auto own = std::ranges::find(values, name, &GivenValue::name);
  if (own == values.end() && values.size() != 1)
    throw FileError(arguments.answer_file + ": line 1, column 1: expected a value for " + in_quotes(name) +
                    ", found " + std::to_string(values.size()) + " of other names");
  GradeOptions options{.path = asked_path(arguments), .tolerance = arguments.tolerance};
  if (!arguments.upstream.empty())
    options.upstream = question.named_in_formula("--upstream", arguments.upstream, arguments.upstream);
  const Expr wrt = question.named_in_formula("--wrt", name, name);
  return grade(question.result(), wrt, question.given(), (own == values.end() ? values.front() : *own).value,
               options);
}

int exit_status(GradeVerdict verdict) {
  if (verdict == GradeVerdict::undecided) return exit_undecided;
  return verdict == GradeVerdict::right ? 0 : exit_wrong;
}

Json grade_json(const Grade& grade) {
  Json json;
  json["right"] = grade.right();
  json["verdict"] = to_text(grade.verdict);
  json["question"] = grade.question;
  if (!grade.reading.empty()) json["reading"] = grade.reading;
  json["points"] = grade.points;
  json["diagnoses"] = Json::array();
  for (const Diagnosis& diagnosis : grade.diagnoses)
    json["diagnoses"].push_back(
        {{"slip", diagnosis.slip}, {"explanation", diagnosis.explanation}, {"advice", diagnosis.advice}});
  if (!grade.region.empty()) json["region"] = grade.region;
  json["remarks"] = grade.remarks;
  json["unreached"] = grade.unreached;
  if (grade.restriction) json["restriction"] = *grade.restriction;
  return json;
}

Outcome graded(const GradeArguments& arguments) {
  if (arguments.answer.empty() && arguments.answer_file.empty())
    throw Error("there is no answer: give it by --answer or --answer-file");
  const CommandQuestion question(arguments.question);
  Grade grade =
      arguments.answer_file.empty() ? grade_formula(question, arguments) : grade_numbers(question, arguments);
  grade.assumptions.clear();  // the notes say them
  grade.answer_notes.clear();
  Outcome outcome;
  if (arguments.output.format == "json") {
    Json json = grade_json(grade);
    if (arguments.solution) json["solution"] = solution_text(grade);
    outcome.text = to_line(json);
  } else {
    outcome.text = to_text(grade) + "\n" + (arguments.solution ? solution_text(grade) + "\n" : "");
  }
  outcome.status = exit_status(grade.verdict);
  outcome.notes = question.notes();
  if (std::string advice = advice_on_values(question, arguments, grade); !advice.empty())
    outcome.notes.push_back(std::move(advice));
  return outcome;
}

}  // namespace

void add_grade(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "grade",
                            "what is wrong with a gradient derived by hand: exit status 0 if nothing is, "
                            "else 1, or 3 if undecided",
                            "grade \"K = W'*W*x - x; 0.5*norm2(K)^2\" --wrt W --answer \"W*(K*x' + x*K')\"");
  const auto arguments = std::make_shared<GradeArguments>();
  add_question_options(verb, arguments->question);
  add_wrt_option(verb, arguments->question, "the variable or intermediate that the answer is the gradient by");
  verb.get_option("--wrt")->required();
  CLI::Option* formula = verb.add_option(
      "--answer", arguments->answer, "a formula in the names of EXPR and their adjoints: (W2'*adj(z2)) .* f'(a)");
  formula->type_name("FORMULA");
  verb.add_option(
          "--answer-file", arguments->answer_file,
          "the numbers of an answer, as --values has them or gradient --format json prints them; then all of "
          "EXPR's variables need values")
      ->type_name("VALUES")
      ->excludes(formula);
  verb.add_option("--upstream", arguments->upstream, "take ∂L/∂NAME as given: adj(NAME)")->type_name("NAME");
  verb.add_option("--path", arguments->path, "grade only this path, counted as derive counts")
      ->type_name("NUMBER")
      ->check(whole_number(1));
  verb.add_option("--tolerance", arguments->tolerance, "the relative difference that counts as rounding")
      ->type_name("NUMBER");
  verb.add_flag("--solution", arguments->solution, "show the right answer too");
  add_output_options(verb, arguments->output, {"text", "json"});
  set_work(verb, chosen, arguments, graded);
}

}  // namespace matgrad::cli
