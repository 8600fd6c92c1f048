#include <memory>

#include <matgrad/autodiff/show/graph_picture.hpp>

#include "cli/graph_text.hpp"
#include "cli/question.hpp"
#include "cli/verbs.hpp"
#include "examples/report/html_block.hpp"
#include "examples/report/html_page.hpp"

namespace matgrad::cli {
namespace {

struct GraphArguments {
  QuestionOptions question;
  std::string sweep = "forward";
  OutputOptions output;
};

Outcome drawn(const GraphArguments& arguments) {
  Question question(arguments.question);
  DotOptions options;
  if (!arguments.question.wrt.empty()) {
    options.highlight = question.wrt().front();
    options.with_respect_to = question.wrt();
  }
  if (arguments.sweep == "backward") options.sweep = DotOptions::Sweep::backward;
  if (arguments.sweep == "both") options.sweep = DotOptions::Sweep::both;
  if (arguments.output.format == "dot") return {to_dot(question.result(), options), 0, question.notes()};
  const GraphDrawing drawing = draw_graph(question.result(), options);
  Outcome outcome;
  if (drawing.svg.empty()) {
    question.note(drawing.hint + "; this is the text for its program dot");
    outcome.text = drawing.dot;
  } else {
    const bool page = arguments.output.format == "html";
    outcome.text =
        page ? examples::html_document("Graph", {}, "<h1>Graph</h1>\n" + examples::wide_html(drawing.svg))
             : drawing.svg;
  }
  outcome.notes = question.notes();
  return outcome;
}

}  // namespace

void add_graph(CLI::App& app, Chosen& chosen) {
  CLI::App& verb = add_verb(app, "graph", "the computational graph as a picture, the paths to a variable numbered",
                            "graph 'sum((A*x - y).^2)' --wrt x --format svg -o graph.svg");
  const auto arguments = std::make_shared<GraphArguments>();
  add_question_options(verb, arguments->question);
  add_wrt_option(verb, arguments->question, "the variable of which the paths are marked and numbered");
  verb.add_option("--sweep", arguments->sweep, "values from the leaves on, adjoints from the end back, or both")
      ->check(CLI::IsMember({"forward", "backward", "both"}))
      ->capture_default_str();
  add_output_options(verb, arguments->output, {"dot", "svg", "html"});
  verb.callback([arguments, &chosen] {
    chosen.output = &arguments->output;
    chosen.work = [arguments] { return drawn(*arguments); };
  });
}

}  // namespace matgrad::cli
