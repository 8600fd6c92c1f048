#include "cli/derivation_page.hpp"

#include <matgrad/autodiff/show/mathml.hpp>

#include "cli/graph_text.hpp"
#include "pages/html_block.hpp"
#include "pages/html_page.hpp"
#include "pages/prose.hpp"

namespace matgrad::cli {
namespace {

std::string list_of(const std::vector<std::string>& notes) {
  if (notes.empty()) return {};
  std::string items;
  for (const std::string& note : notes) items += "<li>" + escaped_html(note) + "</li>\n";
  return "<ul>\n" + items + "</ul>\n";
}

}  // namespace

std::string derivation_page(const CommandQuestion& question, const Derivation& derivation) {
  std::string of;
  for (const VariableDerivation& variable : derivation.variables())
    of += (of.empty() ? "$" : ", $") + variable.name + "$";
  const std::string title = "Derivation of " + of;
  std::string body = "<h1>" + pages::prose_to_html(title) + "</h1>\n<pre>" + escaped_html(question.text()) +
                     "</pre>\n" + list_of(question.notes()) + "<h2>Step by step</h2>\n" +
                     pages::to_html(pages::Block(pages::DerivationBlock{derivation}));
  DotOptions options{.highlight = derivation.variables().front().node,
                     .loss_name = derivation.loss_name(),
                     .sweep = DotOptions::Sweep::both};
  for (const VariableDerivation& variable : derivation.variables())
    options.with_respect_to.push_back(variable.node);
  const GraphDrawing drawing = draw_graph(derivation.loss(), options);
  if (!drawing.svg.empty()) body += "<h2>Graph</h2>\n" + pages::drawing_html(drawing.svg);
  return pages::html_document(title, {}, body);
}

}  // namespace matgrad::cli
