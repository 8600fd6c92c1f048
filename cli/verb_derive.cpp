#include <memory>

#include <matgrad/autodiff/check/check_gradient.hpp>
#include <matgrad/autodiff/check/derive.hpp>

#include "cli/gradient_check.hpp"
#include "cli/question.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct DeriveArguments {
  QuestionOptions question;
  OutputOptions output;
};

Outcome derived(const DeriveArguments& arguments) {
  Question question(arguments.question);
  const Derivation derivation = derive(question.result(), question.wrt());
  Outcome outcome{to_text(derivation)};
  outcome.text += "\nCheck against finite differences\n" + to_text(gradient_check(question, question.result()));
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
  add_output_options(verb, arguments->output, {"text"});
  verb.callback([arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [arguments] { return derived(*arguments); };
  });
}

}  // namespace matgrad::cli
