#include <memory>

#include <matgrad/autodiff/check/check_gradient.hpp>
#include <matgrad/autodiff/expression/error.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/transform/gradient.hpp>

#include "cli/derivation_json.hpp"
#include "cli/gradient_check.hpp"
#include "cli/question.hpp"
#include "cli/scalar_loss.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct CheckArguments {
  QuestionOptions question;
  OutputOptions output;
  bool every_entry = false;
};

Outcome checked(const CheckArguments& arguments) {
  CommandQuestion question(arguments.question);
  const Expr loss = scalar_loss(question, arguments.question.seed);
  const GradientCheck check =
      gradient_check(question, loss, {.every_entry = arguments.every_entry, .seed = arguments.question.seed});
  Outcome outcome;
  outcome.text = arguments.output.format == "json" ? to_line(to_json(check)) : to_text(check);
  outcome.status = check.passed() ? 0 : exit_wrong;
  outcome.notes = question.notes();
  return outcome;
}

}  // namespace

void add_check(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "check", "the gradient beside finite differences: exit status 0 if they agree, else 1",
               "check 'sum(log(1 + exp(-y .* (X*w)))) + lambda*norm2(w)^2' --shape X=20x4 --wrt w");
  const auto options = std::make_shared<CheckArguments>();
  add_question_options(verb, options->question);
  add_wrt_option(verb, options->question, "the variables to check: W,x; all if not given");
  verb.add_flag("--every-entry", options->every_entry, "compare all entries of variables with more than 200 too");
  add_output_options(verb, options->output, {"text", "json"});
  set_work(verb, chosen, options, checked);
}

}  // namespace matgrad::cli
