#include <memory>

#include <matgrad/autodiff/show/graph_picture.hpp>

#include "cli/question.hpp"
#include "cli/verbs.hpp"

namespace matgrad::cli {
namespace {

struct GraphArguments {
  QuestionOptions question;
  OutputOptions output;
};

Outcome drawn(const GraphArguments& arguments) {
  Question question(arguments.question);
  DotOptions options;
  if (!arguments.question.wrt.empty()) options.highlight = question.wrt().front();
  return {to_dot(question.result(), options), 0, question.notes()};
}

}  // namespace

void add_graph(CLI::App& app, Chosen& chosen) {
  CLI::App& verb =
      add_verb(app, "graph", "the computational graph as a picture", "graph 'sum((A*x - y).^2)' --wrt x");
  const auto arguments = std::make_shared<GraphArguments>();
  add_question_options(verb, arguments->question);
  add_wrt_option(verb, arguments->question, "the variable of which the paths are marked and numbered");
  add_output_options(verb, arguments->output, {"dot"});
  verb.callback([arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [arguments] { return drawn(*arguments); };
  });
}

}  // namespace matgrad::cli
