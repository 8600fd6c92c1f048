#include "matgrad/autodiff/show/graph_picture.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "matgrad/autodiff/expression/math_symbol.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/show/mathml.hpp"
#include "matgrad/autodiff/show/picture_adjoints.hpp"
#include "matgrad/autodiff/show/picture_colours.hpp"
#include "matgrad/autodiff/show/picture_graph.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/show/told_apart.hpp"

namespace matgrad {
namespace {

using Sweep = DotOptions::Sweep;
using Detail = DotOptions::Detail;

constexpr std::size_t longest_formula = 48;
constexpr std::size_t longest_adjoint = 48;
constexpr std::size_t most_by_hand = 12;  // nodes
constexpr int fewest_names = 3;

/// Lines of a label in the language of Graphviz that resembles HTML.
class PictureLabel {
 public:
  void line(const std::string& text) {
    if (!text.empty()) lines_.push_back(escaped_html(text));
  }
  void small_line(const std::string& text, std::string_view colour) {
    if (text.empty()) return;
    lines_.push_back("<FONT POINT-SIZE=\"10\" COLOR=\"" + std::string(colour) + "\">" + escaped_html(text) +
                     "</FONT>");
  }
  bool empty() const { return lines_.empty(); }

  /// Inside of a node, one line under the other.
  std::string in_node() const { return "label=<" + (lines_.size() == 1 ? lines_[0] : table("")) + ">"; }
  /// Beside an arrow, and a little off it.
  std::string at_arrow() const {
    return "label=<" + (lines_.size() == 1 ? "&#160;" + lines_[0] : table(" ALIGN=\"LEFT\"")) + ">";
  }

 private:
  std::string table(const std::string& alignment) const {
    std::string text = "<TABLE BORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"1\">";
    for (const std::string& line : lines_) text += "<TR><TD" + alignment + ">" + line + "</TD></TR>";
    return text + "</TABLE>";
  }

  std::vector<std::string> lines_;
};

/// Names as symbols: rho_hat as ρ̂. Formulas that stand as names stay as they are.
std::string name_or_formula(std::string_view name, const DisplayNames& names) {
  return name.find_first_of(" (") == std::string_view::npos ? unicode_symbol(name, names) : std::string(name);
}

/// Its depth is limited where notation is made.
Notation with_display_names(Notation text, const DisplayNames& names) {
  if (text.kind == Notation::Kind::symbol) text.text = name_or_formula(text.text, names);
  for (Notation& part : text.parts) part = with_display_names(std::move(part), names);
  return text;
}

std::string paths_text(const std::vector<std::size_t>& paths) {
  std::string text = paths.empty() ? "" : paths.size() == 1 ? "path " : "paths ";
  for (std::size_t i = 0; i < paths.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(paths[i]);
  return text;
}

/// What one could draw by hand, with names that do not look alike.
DotOptions with_detail(const Expr& root, DotOptions options) {
  options.names = told_apart(names_in(root), std::move(options.names));
  if (options.detail != Detail::by_hand) return options;
  options.detail = Detail::steps;
  if (PictureGraph(root, options).nodes().size() <= most_by_hand) return options;
  options.detail = Detail::names;
  const PictureGraph names(root, options);
  const auto is_formula = [](const PictureNode& node) { return !node.node.is_leaf(); };
  if (std::ranges::count_if(names.nodes(), is_formula) < fewest_names) options.detail = Detail::steps;
  return options;
}

class GraphText {
 public:
  GraphText(const Expr& root, const DotOptions& options)
      : options_(with_detail(root, options)), graph_(root, options_) {
    mark_wanted();
    values_ = by_position(options.values);
    adjoint_values_ = by_position(options.adjoint_values);
    if (backward()) adjoints_.emplace(graph_, wanted_);
  }

  std::string dot() const;
  std::string words() const;

 private:
  bool forward() const { return options_.sweep != Sweep::backward; }
  bool backward() const { return options_.sweep != Sweep::forward; }
  bool is_wanted(std::size_t i) const { return std::ranges::find(wanted_, i) != wanted_.end(); }
  bool is_shown(std::size_t i) const { return forward() || adjoints_->reaches(i); }
  const PictureNode& node(std::size_t i) const { return graph_.nodes()[i]; }

  void mark_wanted();
  std::vector<std::string> by_position(const NodeTexts& texts) const;
  std::string shape(std::size_t i) const { return options_.shape_letters.text(node(i).node.shape()); }
  std::string text_of(Notation text) const { return to_text(with_display_names(std::move(text), options_.names)); }
  std::string formula(std::size_t i) const;
  std::string adjoint_name(std::size_t i) const { return name_or_formula(adjoints_->name(i), options_.names); }
  std::string adjoint(std::size_t i) const;
  std::string adjoint_at(std::size_t i, std::size_t arrow) const;
  PictureLabel label(std::size_t i) const;
  std::string attributes(std::size_t i) const;
  std::string forward_edge(std::size_t i, const PictureArrow& arrow) const;
  std::string backward_edge(std::size_t i, std::size_t arrow) const;

  DotOptions options_;
  PictureGraph graph_;
  std::vector<std::size_t> wanted_;
  std::vector<std::string> values_, adjoint_values_;
  std::optional<PictureAdjoints> adjoints_;
};

void GraphText::mark_wanted() {
  std::vector<Expr> chosen = options_.with_respect_to;
  if (chosen.empty() && options_.highlight) chosen.push_back(*options_.highlight);
  for (const Expr& given : chosen)
    if (const auto i = graph_.position(given)) wanted_.push_back(*i);
  if (!chosen.empty()) return;
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i)
    if (is_parameter(node(i).node)) wanted_.push_back(i);
  const bool every_leaf = backward() && wanted_.empty();
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i)
    if (every_leaf && node(i).node.is_leaf()) wanted_.push_back(i);
}

std::vector<std::string> GraphText::by_position(const NodeTexts& texts) const {
  std::vector<std::string> found(graph_.nodes().size());
  for (const auto& [given, text] : texts)
    if (const auto i = graph_.position(given)) found[*i] = text;
  return found;
}

std::string GraphText::formula(std::size_t i) const {
  const Expr& drawn = node(i).node;
  const std::string text = text_of(node(i).text), name = name_or_formula(drawn.symbol(), options_.names);
  if (drawn.is_leaf() || name.empty()) return display_width(text) > longest_formula ? "…" : text;
  return display_width(name + " = " + text) > longest_formula ? name : name + " = " + text;
}

std::string GraphText::adjoint(std::size_t i) const {
  const std::string name = adjoint_name(i), text = text_of(adjoints_->total(i));
  return name == text || display_width(text) > longest_adjoint ? name : name + " = " + text;
}

/// What stands at the arrow: the whole adjoint if it comes along this arrow alone.
std::string GraphText::adjoint_at(std::size_t i, std::size_t arrow) const {
  const std::size_t from = node(i).arrows[arrow].from;
  if (adjoints_->sources(from) == 1) return adjoint(from);
  const std::string text = text_of(adjoints_->contribution(i, arrow));
  return display_width(text) > longest_adjoint ? "…" : text;
}

PictureLabel GraphText::label(std::size_t i) const {
  PictureLabel label;
  const bool adjoint_alone = !forward();
  if (!adjoint_alone) {
    label.small_line(values_[i], picture_colours::value);
    label.line(formula(i));
    const std::string kind(node(i).node.is_leaf() || is_named(node(i).node) ? node(i).formula.op().name()
                                                                            : node(i).node.op().name());
    label.small_line(options_.detail == Detail::operations ? kind + " " + shape(i) : shape(i),
                     picture_colours::muted);
  }
  if (!backward() || !adjoints_->reaches(i)) return label;
  // An adjoint that comes along one arrow stands there.
  if (!adjoint_alone && adjoints_->sources(i) == 1) return label;
  const std::string sum = adjoints_->sources(i) > 1 ? adjoint_name(i) + " = sum" : adjoint(i);
  if (adjoint_alone) {
    label.line(sum);
    label.small_line(shape(i), picture_colours::muted);
  } else {
    label.small_line(sum, picture_colours::adjoint);
  }
  if (!adjoints_->is_number(i)) label.small_line(adjoint_values_[i], picture_colours::value);
  return label;
}

std::string GraphText::attributes(std::size_t i) const {
  const PictureNode& drawn = node(i);
  std::string text = label(i).in_node();
  const auto fill = [&text](std::string_view style, std::string_view colour) {
    text += ", style=\"" + std::string(style) + "filled\", fillcolor=\"" + std::string(colour) + "\"";
  };
  const bool is_leaf = drawn.node.is_leaf();
  if (is_leaf) text += ", shape=ellipse";
  const std::string_view style = is_leaf ? "" : "rounded,";
  if (graph_.is_root(i)) {
    text += ", peripheries=2";
    fill(style, picture_colours::root);
  } else if (is_leaf && (is_parameter(drawn.node) || is_wanted(i))) {
    fill(style, picture_colours::parameter);
  } else if (is_leaf) {
    fill(style, picture_colours::input);
  } else if (constant_value(drawn.node)) {
    fill(style, picture_colours::constant);
  } else if (drawn.only_shape) {
    text += ", style=\"rounded,dashed\", color=\"" + std::string(picture_colours::muted) + "\"";
  }
  if (drawn.on_path && forward()) text += ", penwidth=2";
  return text;
}

std::string GraphText::forward_edge(std::size_t i, const PictureArrow& arrow) const {
  std::string text;
  const auto add = [&text](const std::string& attribute) { text += (text.empty() ? "" : ", ") + attribute; };
  const bool on_path = node(arrow.from).on_path && !arrow.links.empty();
  if (on_path) add("penwidth=2");
  if (!arrow.paths.empty() && !backward()) {
    PictureLabel label;
    label.line(paths_text(arrow.paths));
    add(label.at_arrow());
  }
  if (arrow.only_shape) add("style=dashed, color=\"" + std::string(picture_colours::muted) + "\"");
  return "  n" + std::to_string(arrow.from) + " -> n" + std::to_string(i) +
         (text.empty() ? "" : " [" + text + "]") + ";\n";
}

/// Drawn in the direction of evaluation, with its head at the tail, so that the ranks stay.
std::string GraphText::backward_edge(std::size_t i, std::size_t k) const {
  const PictureArrow& arrow = node(i).arrows[k];
  PictureLabel label;
  std::string text = paths_text(arrow.paths);
  const bool single = adjoints_->sources(arrow.from) == 1;
  if (forward() || !single) text += (text.empty() ? "" : ": ") + adjoint_at(i, k);
  label.line(text);
  if (forward() && single && !adjoints_->is_number(arrow.from))
    label.small_line(adjoint_values_[arrow.from], picture_colours::value);
  const std::string red(picture_colours::adjoint);
  return "  n" + std::to_string(arrow.from) + " -> n" + std::to_string(i) + " [dir=back, style=dashed, color=\"" +
         red + "\", fontcolor=\"" + red + "\"" + (label.empty() ? "" : ", " + label.at_arrow()) + "];\n";
}

std::string GraphText::dot() const {
  const bool right = options_.direction == DotOptions::Direction::right;
  std::string text = "digraph matgrad {\n  rankdir=" + std::string(right ? "LR" : "BT") +
                     ";\n"
                     "  bgcolor=transparent;\n"
                     "  nodesep=0.4;\n"
                     "  ranksep=0.45;\n"
                     "  node [shape=box, style=rounded, fontname=\"DejaVu Serif\", fontsize=13, "
                     "margin=\"0.1,0.04\", height=0.4];\n"
                     "  edge [fontname=\"DejaVu Serif\", fontsize=11, arrowsize=0.7];\n";
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i)
    if (is_shown(i)) text += "  n" + std::to_string(i) + " [" + attributes(i) + "];\n";
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i)
    for (std::size_t k = 0; k < node(i).arrows.size(); ++k) {
      if (forward()) text += forward_edge(i, node(i).arrows[k]);
      if (backward() && adjoints_->flows(i, k)) text += backward_edge(i, k);
    }
  return text + "}\n";
}

std::string GraphText::words() const {
  std::string leaves, steps, adjoints;
  const auto add = [](std::string& list, const std::string& text) { list += (list.empty() ? "" : "; ") + text; };
  for (std::size_t i = 0; i < graph_.nodes().size(); ++i) {
    const std::string shaped = formula(i) + " (" + shape(i) + ")";
    if (constant_value(node(i).node) || !forward()) continue;
    add(node(i).node.is_leaf() ? leaves : steps, shaped);
  }
  for (std::size_t i = graph_.nodes().size(); backward() && i-- > 0;)
    if (adjoints_->reaches(i) && !graph_.is_root(i)) add(adjoints, adjoint(i));
  std::size_t paths = 0;
  for (const PictureNode& drawn : graph_.nodes())
    for (const PictureArrow& arrow : drawn.arrows)
      for (std::size_t path : arrow.paths) paths = std::max(paths, path);
  std::string text = "Computational graph of " + formula(graph_.nodes().size() - 1) + ".";
  if (!leaves.empty()) text += " Leaves: " + leaves + ".";
  if (!steps.empty()) text += " Steps: " + steps + ".";
  if (!adjoints.empty()) text += " Adjoints, from the end back: " + adjoints + ".";
  if (paths > 0)
    text += " The arrows from " + formula(*graph_.position(*options_.highlight)) + " belong to " +
            counted(paths, "numbered path") + ".";
  return text;
}

}  // namespace

std::string to_dot(const Expr& root, const DotOptions& options) { return GraphText(root, options).dot(); }
std::string describe_graph(const Expr& root, const DotOptions& options) {
  return GraphText(root, options).words();
}

}  // namespace matgrad
