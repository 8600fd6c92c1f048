#include "cli/derivation_page.hpp"

#include <matgrad/autodiff/expression/print.hpp>
#include <matgrad/autodiff/show/latex.hpp>
#include <matgrad/autodiff/show/mathml.hpp>

#include "cli/graph_text.hpp"

namespace matgrad::cli {
namespace {

constexpr const char* style = R"(
:root { color-scheme: light dark; --ink: #1b1b1f; --paper: #fdfdfb; --line: #d5d5d0; --soft: #5d5d66; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e6e1; --paper: #17181b; --line: #3a3b40; --soft: #a2a2ab; } }
body { max-width: 56rem; margin: 2.5rem auto; padding: 0 1.2rem; color: var(--ink); background: var(--paper);
       font: 1.05rem/1.55 "Latin Modern Roman", "STIX Two Text", Georgia, serif; }
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", math; }
h1 { font-size: 1.5rem; } h2, h3 { font-size: 1.15rem; margin-top: 2rem; }
pre, code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: 0.88rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.7rem 0.9rem; border: 1px solid var(--line);
      border-radius: 6px; }
section, .wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 0.5rem 0; }
td, th { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; border-bottom: 1px solid var(--line);
         vertical-align: baseline; font-variant-numeric: tabular-nums; }
th { color: var(--soft); font-weight: normal; font-size: 0.92rem; }
figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
summary { cursor: pointer; color: var(--soft); }
@media print { body { margin: 0; max-width: none; } details { display: none; } }
)";

std::string list_of(const std::vector<std::string>& notes) {
  if (notes.empty()) return {};
  std::string items;
  for (const std::string& note : notes) items += "<li>" + escaped_html(note) + "</li>\n";
  return "<ul>\n" + items + "</ul>\n";
}

}  // namespace

std::string html_page(const std::string& title, const std::string& body) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width, initial-scale=1\">\n<title>" +
         escaped_html(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<main>\n" + body +
         "</main>\n</body>\n</html>\n";
}

std::string derivation_page(const Question& question, const Derivation& derivation) {
  std::string of;
  for (const VariableDerivation& variable : derivation.variables()) of += (of.empty() ? "" : ", ") + variable.name;
  std::string body = "<h1>Derivation of " + escaped_html(of) + "</h1>\n<pre>" + escaped_html(question.text()) +
                     "</pre>\n" + list_of(question.notes()) + to_html(derivation);
  const GraphDrawing drawing = draw_graph(
      derivation.loss(), {.highlight = derivation.variables().front().node, .loss_name = derivation.loss_name()});
  if (!drawing.svg.empty()) body += "<h3>Graph</h3>\n<figure class=\"wide\">\n" + drawing.svg + "</figure>\n";
  body += "<details>\n<summary>LaTeX to copy</summary>\n<pre>" + escaped_html(to_latex(derivation)) +
          "</pre>\n</details>\n";
  return html_page(of, body);
}

}  // namespace matgrad::cli
