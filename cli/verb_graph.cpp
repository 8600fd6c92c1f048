#include <memory>

#include <matgrad/autodiff/check/picture_values.hpp>
#include <matgrad/autodiff/derive/derive.hpp>
#include <matgrad/autodiff/expression/graph.hpp>
#include <matgrad/autodiff/show/graph_picture.hpp>

#include "cli/graph_text.hpp"
#include "cli/question.hpp"
#include "cli/verbs.hpp"
#include "pages/html_block.hpp"
#include "pages/html_page.hpp"

namespace matgrad::cli {
namespace {

struct GraphArguments {
  QuestionOptions question;
  std::string sweep = "forward";
  std::string detail = "by-hand";
  bool values = false;
  OutputOptions output;
};

DotOptions::Detail detail_of(const std::string& word) {
  if (word == "operations") return DotOptions::Detail::operations;
  if (word == "steps") return DotOptions::Detail::steps;
  return word == "names" ? DotOptions::Detail::names : DotOptions::Detail::by_hand;
}

Outcome drawn(const GraphArguments& arguments) {
  CommandQuestion question(arguments.question);
  NamedLoss named{question.result(), {}};
  if (!Graph(named.loss).leaves().empty()) named = named_as_derived(named.loss, question.wrt());
  DotOptions options;
  if (!arguments.question.wrt.empty()) {
    options.highlight = named.variables.front();
    options.with_respect_to = named.variables;
  }
  if (arguments.sweep == "backward") options.sweep = DotOptions::Sweep::backward;
  if (arguments.sweep == "both") options.sweep = DotOptions::Sweep::both;
  options.detail = detail_of(arguments.detail);
  if (arguments.values || !question.given().empty())
    options = picture_values(named.loss, question.values(std::vector<Expr>{question.result()}), options);
  if (arguments.output.format == "dot") return {to_dot(named.loss, options), 0, question.notes()};
  const GraphDrawing drawing = draw_graph(named.loss, options);
  Outcome outcome;
  if (drawing.svg.empty()) {
    question.note(drawing.hint + "; this is the text for its program dot");
    outcome.text = drawing.dot;
  } else {
    const bool page = arguments.output.format == "html";
    outcome.text = page ? pages::html_document("Graph", {}, "<h1>Graph</h1>\n" + pages::drawing_html(drawing.svg))
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
  add_choice(verb, "--sweep", arguments->sweep, {"forward", "backward", "both"},
             "values from the leaves on, adjoints from the end back, or both");
  add_choice(verb, "--detail", arguments->detail, {"by-hand", "operations", "steps", "names"},
             "what gets a node of its own; by-hand: as many as one would draw");
  verb.add_flag("--with-values", arguments->values, "values at the nodes, drawn at random where none are given");
  add_output_options(verb, arguments->output, {"dot", "svg", "html"});
  set_work(verb, chosen, arguments, drawn);
}

}  // namespace matgrad::cli
