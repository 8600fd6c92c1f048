#include "matgrad/autodiff/show/graph_picture.hpp"

#include <unordered_map>
#include <vector>

#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/leaf.hpp"
#include "matgrad/autodiff/show/named_steps.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/show/variable_uses.hpp"

namespace matgrad {
namespace {

constexpr std::size_t longest_formula = 48;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    if (c == '\n')
      result += "\\n";
    else
      result += c;
  }
  return result + "\"";
}

class Picture {
 public:
  Picture(const Expr& root, const DotOptions& options)
      : steps_(root, {}, root.shape().is_scalar() ? NamedSteps::Root::loss : NamedSteps::Root::step,
               options.loss_name),
        graph_(steps_.root()),
        uses_(use_counts(graph_, {})),
        on_path_(graph_.size(), false),
        only_shape_(graph_.size(), true) {
    mark_values();
    if (options.highlight && steps_.contains(*options.highlight)) mark_paths(steps_.step(*options.highlight));
  }

  std::string dot() const {
    std::string text =
        "digraph matgrad {\n"
        "  rankdir=BT;\n"
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"DejaVu Sans,sans-serif\", "
        "fontsize=11];\n"
        "  edge [fontname=\"DejaVu Sans,sans-serif\", fontsize=10, fontcolor=\"#c0392b\"];\n";
    for (const Expr& node : graph_.nodes())
      if (!is_hidden(node)) text += "  " + id(node) + " [" + attributes(node) + "];\n";
    for (const Expr& node : graph_.nodes()) {
      if (is_hidden(node)) continue;
      const Expr& operation = definition(node);
      for (std::size_t k = 0; k < operation.inputs().size(); ++k) text += edge(operation, k, node);
    }
    return text + "}\n";
  }

 private:
  // The operation that a name alone refers to is drawn as one node with the name.
  bool is_merged(const Expr& named_node) const {
    const Expr& inner = named_node.input(0);
    return !inner.is_leaf() && !is_named(inner) && uses_[graph_.position(inner)] == 1;
  }
  bool is_hidden(const Expr& node) const {
    const Expr& line = steps_.line_of(node);
    return !(line == node) && graph_.contains(line) && is_merged(line);
  }
  const Expr& definition(const Expr& node) const {
    return is_named(node) && is_merged(node) ? node.input(0) : node;
  }

  std::string id(const Expr& node) const { return "n" + std::to_string(graph_.position(node)); }

  // From the root to the leaves: a node counts by its value if one of its users needs it so.
  void mark_values() {
    only_shape_.back() = false;
    for (std::size_t i = graph_.size(); i-- > 0;) {
      const Expr& node = graph_.nodes()[i];
      for (std::size_t k = 0; k < node.inputs().size() && !only_shape_[i]; ++k)
        if (node.op().uses_value(k)) only_shape_[graph_.position(node.input(k))] = false;
    }
  }
  bool is_only_shape(const Expr& node) const { return only_shape_[graph_.position(node)]; }

  void mark_paths(const Expr& x) {
    const VariableUses uses(graph_);
    on_path_[graph_.position(x)] = true;
    for (std::size_t i = 0; i < graph_.size(); ++i)
      if (on_path_[i])
        for (const Use::Link& link : uses.consumers(i)) on_path_[graph_.position(link.consumer)] = true;
    const std::vector<Use> paths = uses.of(x);
    for (std::size_t i = 0; i < paths.size() && paths.size() > 1; ++i)
      for (const Use::Link& link : paths[i].links) {
        std::string& number = path_numbers_[link.consumer.id()][link.input];
        number = number.empty() ? "path " : "paths" + number.substr(number.find(' ')) + ", ";
        number += std::to_string(i + 1);
      }
    for (const Expr& node : graph_.nodes())
      for (const Use::Link& link : uses.consumers(graph_.position(node)))
        if (on_path_[graph_.position(node)]) path_edges_[link.consumer.id()][link.input] = true;
  }

  std::string label(const Expr& node) const {
    const Expr& operation = definition(node);
    const bool is_name_only = is_named(operation);
    std::string formula = node.is_leaf() ? std::string(node.symbol()) : to_text(notation_of(node));
    if (!node.is_leaf() && is_named(node)) formula = std::string(node.symbol()) + " = " + formula;
    if (display_width(formula) > longest_formula) formula = node.symbol();
    const std::string kind(node.is_leaf() ? operation.op().label()
                           : is_name_only ? "name"
                                          : operation.op().name());
    return (formula.empty() ? "" : formula + "\n") + kind + " " + to_string(node.shape());
  }

  std::string attributes(const Expr& node) const {
    std::string text = "label=" + quoted(label(node));
    if (node == steps_.root())
      text += ", peripheries=2, fillcolor=\"#ffe9c7\"";
    else if (node.is_leaf())
      text += is_parameter(node) ? ", fillcolor=\"#cfe8cf\"" : ", fillcolor=\"#d6e6fa\"";
    else if (constant_value(node))
      text += ", fillcolor=\"#eeeeee\"";
    else if (is_only_shape(node))
      text += ", style=\"rounded,filled,dashed\", fontcolor=\"#777777\"";
    if (on_path_[graph_.position(node)]) text += ", color=\"#c0392b\", penwidth=2";
    return text;
  }

  std::string edge(const Expr& operation, std::size_t input, const Expr& drawn_as) const {
    std::string text;
    const auto add = [&text](const std::string& attribute) { text += (text.empty() ? "" : ", ") + attribute; };
    const auto has = [&](const auto& table) {
      const auto found = table.find(operation.id());
      return found != table.end() && found->second.contains(input);
    };
    if (has(path_edges_)) add("color=\"#c0392b\", penwidth=2");
    if (has(path_numbers_)) add("label=" + quoted(path_numbers_.at(operation.id()).at(input)));
    if (is_only_shape(operation) || !operation.op().uses_value(input)) add("style=dashed");
    return "  " + id(operation.input(input)) + " -> " + id(drawn_as) + (text.empty() ? "" : " [" + text + "]") +
           ";\n";
  }

  template <class T>
  using ByEdge = std::unordered_map<const Node*, std::unordered_map<std::size_t, T>>;

  NamedSteps steps_;
  Graph graph_;
  std::vector<std::size_t> uses_;
  std::vector<bool> on_path_;
  std::vector<bool> only_shape_;
  ByEdge<std::string> path_numbers_;
  ByEdge<bool> path_edges_;
};

}  // namespace

std::string to_dot(const Expr& root, const DotOptions& options) { return Picture(root, options).dot(); }

}  // namespace matgrad
