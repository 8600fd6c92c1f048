#include <memory>

#include <matgrad/autodiff/expression/print.hpp>

#include "cli/evaluate.hpp"
#include "cli/json_text.hpp"
#include "cli/matrix_text.hpp"
#include "cli/question.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct EvalOptions {
  QuestionOptions question;
  OutputOptions output;
  bool intermediates = false;
};

Nesting natural_nesting(const Expr& expr) {
  if (expr.shape().is_scalar()) return Nesting::number;
  return expr.cols() == 1 ? Nesting::list : Nesting::rows;
}

Outcome evaluated(const EvalOptions& options) {
  CommandQuestion question(options.question);
  std::vector<Expr> wanted{question.result()};
  std::vector<std::string> names{"value"};
  if (options.intermediates)
    for (const auto& [name, definition] : question.formula().definitions) {
      wanted.push_back(definition);
      names.push_back(name);
    }
  if (options.output.format == "json")
    for (std::size_t i = 0; i < wanted.size(); ++i)
      require_json_size(static_cast<double>(wanted[i].shape().size()), i == 0 ? "the value" : names[i]);
  const LeafValues<> values = question.values(wanted);
  const std::vector<Eigen::MatrixXd> results = finite_values(wanted, values);
  Outcome outcome{"", 0, question.notes()};
  if (options.output.format == "json") {
    Json json;
    json["value"] = to_json(results[0], natural_nesting(wanted[0]), "the value");
    for (std::size_t i = 1; i < results.size(); ++i)
      json["intermediates"][names[i]] = to_json(results[i], natural_nesting(wanted[i]), names[i]);
    outcome.text = to_line(json);
    return outcome;
  }
  for (std::size_t i = 1; i < results.size(); ++i)
    outcome.text += names[i] + "  (" + to_string(wanted[i].shape()) + ")\n" + matrix_text(results[i], "  ");
  if (options.intermediates && !outcome.text.empty())
    outcome.text += "value  (" + to_string(wanted[0].shape()) + ")\n";
  outcome.text += matrix_text(results[0], outcome.text.empty() ? "" : "  ");
  return outcome;
}

}  // namespace

void add_eval(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "eval", "the value of the formula, with --intermediates also of what it names",
               "eval \"K = A*A' + s*eye; logdet(K)\" --values '{\"A\": [[1, 2], [3, 4]], \"s\": 0.5}'");
  const auto options = std::make_shared<EvalOptions>();
  add_question_options(verb, options->question);
  verb.add_flag("--intermediates", options->intermediates, "the values of named intermediates too");
  add_output_options(verb, options->output, {"text", "json"});
  set_work(verb, chosen, options, evaluated);
}

}  // namespace matgrad::cli
