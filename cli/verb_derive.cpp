#include <cstdint>
#include <memory>

#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/derivation_json.hpp"
#include "cli/derivation_page.hpp"
#include "cli/question.hpp"
#include "cli/question_derivation.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct DeriveArguments {
  QuestionOptions question;
  OutputOptions output;
  std::string upstream;
  bool no_check = false;
};

/// With the check against differences, where values can be found. Values that were given must serve.
Derivation with_check(CommandQuestion& question, Derivation derivation, std::uint64_t seed) {
  if (!question.formula().functions.empty()) {
    question.note("not checked against differences: " + question.formula().functions.front() +
                  " is a function of which only the name is given");
    return derivation;
  }
  try {
    std::vector<Expr> wanted{question.result()};
    if (question.result().shape().is_scalar())
      for (const Expr& dx : gradient(question.result(), question.wrt())) wanted.push_back(dx);
    return checked(derivation, question.values(wanted), {.seed = seed});
  } catch (const DomainError& error) {
    if (!question.given().empty()) throw;
    question.note("not checked against differences: " + std::string(error.what()));
    return derivation;
  }
}

std::string written(const CommandQuestion& question, const Derivation& derivation, const std::string& format) {
  if (format == "latex") return to_latex(derivation);
  if (format == "mathml") return to_html(derivation);
  if (format == "html") return derivation_page(question, derivation);
  if (format == "json") return to_line(to_json(derivation));
  return to_text(derivation);
}

Outcome derived(const DeriveArguments& arguments) {
  CommandQuestion question(arguments.question);
  Derivation derivation = derivation_of(question, arguments.upstream);
  if (!arguments.no_check) derivation = with_check(question, std::move(derivation), arguments.question.seed);
  Outcome outcome{written(question, derivation, arguments.output.format)};
  outcome.notes = question.notes();
  return outcome;
}

}  // namespace

void add_derive(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "derive", "the gradient step by step: forward, backward, paths, closed form, check",
               "derive \"0.5*norm2(W'*W*x-x)^2\" --wrt W --shape W=3x6,x=6");
  const auto arguments = std::make_shared<DeriveArguments>();
  add_question_options(verb, arguments->question);
  add_wrt_option(verb, arguments->question,
                 "by which variables or intermediates: W,x; all variables if not given");
  verb.add_option("--upstream", arguments->upstream,
                  "leave the answer in terms of ∂L/∂NAME; a formula that is no number is left so of itself")
      ->type_name("NAME");
  verb.add_flag("--no-check", arguments->no_check, "without the check against finite differences");
  add_output_options(verb, arguments->output, {"text", "latex", "mathml", "html", "json"});
  set_work(verb, chosen, arguments, derived);
}

}  // namespace matgrad::cli
