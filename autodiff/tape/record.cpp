#include "matgrad/autodiff/tape/record.hpp"

#include <string>
#include <unordered_map>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/graph.hpp"
#include "matgrad/autodiff/expression/marks.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"

namespace matgrad {
namespace {

/// An input that is itself an output or the value of an update: copied, so that results never refer to a
/// caller's memory and every read precedes the writes.
class Copy final : public OpOf<Copy> {
 public:
  static constexpr std::string_view function = "copy";

  Shape shape(std::span<const Expr> inputs) const override { return inputs[0].shape(); }
  template <class Scalar>
  void run(Inputs<Scalar> in, View<Scalar> out) const {
    out = in[0];
  }
  Expr vjp(std::size_t, const Expr&, const Expr& adjoint) const override { return adjoint; }
};

/// Leaves are the same when their operations are the same object.
using InputNumbers = std::unordered_map<const Op*, std::size_t>;

InputNumbers numbered(std::span<const Expr> inputs) {
  InputNumbers numbers;
  std::unordered_map<std::string_view, std::size_t> names;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const Expr& leaf = inputs[i];
    if (!leaf.is_leaf())
      throw Error("Function: input " + std::to_string(i + 1) + ", " + to_text(leaf) +
                  ", is not a variable or parameter");
    const std::string name(leaf.symbol());
    if (!numbers.emplace(&leaf.op(), i).second)
      throw Error("Function: " + name + " stands twice among the inputs");
    if (!names.emplace(leaf.symbol(), i).second)
      throw Error("Function: two different inputs are called " + name + ": give them different names");
  }
  return numbers;
}

[[noreturn]] void throw_missing(const Expr& leaf, std::span<const Expr> inputs) {
  const std::string name(leaf.symbol());
  std::string listed;
  bool same_name = false;
  for (const Expr& input : inputs) {
    listed += (listed.empty() ? "" : ", ") + std::string(input.symbol());
    same_name = same_name || input.symbol() == leaf.symbol();
  }
  MissingInputError error("Function: the variable " + described_leaf(leaf) +
                          " is used but not among the inputs (" + listed + ")");
  error.add_context(same_name ? "the input " + name + " is another variable of the same name: use one variable"
                              : "add " + name + " to the inputs");
  throw error;
}

bool has_value_operand(const Expr& expr) {
  for (std::size_t i = 0; i < expr.inputs().size(); ++i)
    if (expr.op().uses_value(i)) return true;
  return false;
}

class Recorder {
 public:
  Recorder(std::vector<Expr> inputs, Graph graph)
      : numbers_(numbered(inputs)), graph_(std::move(graph)), values_(graph_.size(), Tape::no_value) {
    tape_.inputs = std::move(inputs);
    const std::vector<bool> needed = needed_values(graph_, graph_.roots());
    number_values(needed);
    add_instructions(needed);
  }

  void add_names(std::span<const Followed> names) {
    for (const Followed& named : names)
      if (graph_.contains(named.expr)) add_name(values_[graph_.position(named.expr)], named.name);
  }

  std::span<const Expr> roots() const { return graph_.roots(); }
  std::size_t input_number(const Expr& leaf) const {
    const auto found = numbers_.find(&leaf.op());
    return found != numbers_.end() ? found->second : Tape::no_value;
  }

  /// The value of a root as a result of its own: an input is copied, once.
  std::size_t result(const Expr& root) {
    std::size_t& value = values_[graph_.position(root)];
    if (value >= tape_.inputs.size()) return value;
    const auto [copy, is_new] = copies_.try_emplace(value, tape_.value_count());
    if (is_new) {
      tape_.instructions.push_back({Expr(shared<Copy>(), {tape_.inputs[value]}), tape_.operands.size()});
      tape_.operands.push_back(value);
    }
    return copy->second;
  }

  Tape& tape() { return tape_; }

 private:
  void number_values(const std::vector<bool>& needed) {
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      const Expr& node = graph_.nodes()[i];
      if (!needed[i] || has_value_operand(node)) continue;
      if (node.is_leaf()) {
        values_[i] = input_number(node);
        if (values_[i] == Tape::no_value) throw_missing(node, tape_.inputs);
      } else {
        values_[i] = tape_.first_result();
        if (is_random_state(node)) tape_.random_state = values_[i];
        tape_.constants.push_back(node);
      }
    }
  }

  void add_instructions(const std::vector<bool>& needed) {
    for (std::size_t i = 0; i < graph_.size(); ++i) {
      const Expr& node = graph_.nodes()[i];
      if (!needed[i] || !has_value_operand(node)) continue;
      if (node.op().is_alias()) {
        values_[i] = values_[graph_.inputs(i)[0]];
        if (!node.symbol().empty()) add_name(values_[i], node.symbol());
        continue;
      }
      values_[i] = tape_.value_count();
      tape_.instructions.push_back({node, tape_.operands.size()});
      const std::span<const std::size_t> inputs = graph_.inputs(i);
      for (std::size_t k = 0; k < inputs.size(); ++k)
        tape_.operands.push_back(node.op().uses_value(k) ? values_[inputs[k]] : Tape::no_value);
    }
  }

  void add_name(std::size_t value, std::string_view name) {
    if (tape_.is_result(value)) tape_.names.emplace_back(value, name);
  }

  InputNumbers numbers_;
  Graph graph_;
  std::vector<std::size_t> values_;  // by position in the graph
  std::unordered_map<std::size_t, std::size_t> copies_;
  Tape tape_;
};

}  // namespace

std::vector<Expr> all_roots(std::span<const Expr> outputs, std::span<const Update> updates) {
  std::vector<Expr> roots(outputs.begin(), outputs.end());
  for (const Update& update : updates) roots.push_back(update.value);
  return roots;
}

void check_inputs(std::span<const Expr> inputs, const Graph& graph) {
  const InputNumbers numbers = numbered(inputs);
  const std::vector<bool> needed = needed_values(graph, graph.roots());
  for (std::size_t i = 0; i < graph.size(); ++i)
    if (const Expr& node = graph.nodes()[i]; needed[i] && node.is_leaf() && !numbers.contains(&node.op()))
      throw_missing(node, inputs);
}

Tape record(std::vector<Expr> inputs, std::span<const Expr> outputs, std::span<const Update> updates,
            std::span<const Followed> names) {
  return record(std::move(inputs), Graph(all_roots(outputs, updates)), updates, names);
}

Tape record(std::vector<Expr> inputs, Graph graph, std::span<const Update> updates,
            std::span<const Followed> names) {
  Recorder recorder(std::move(inputs), std::move(graph));
  recorder.add_names(names);
  Tape& tape = recorder.tape();
  const std::size_t output_count = recorder.roots().size() - updates.size();
  for (const Expr& output : recorder.roots().first(output_count)) tape.outputs.push_back(recorder.result(output));
  std::vector<bool> updated(tape.inputs.size(), false);
  for (std::size_t i = 0; i < updates.size(); ++i) {
    const Update update{updates[i].leaf, recorder.roots()[output_count + i]};
    const std::string name = to_text(update.leaf);
    const std::size_t input = recorder.input_number(update.leaf);
    if (input == Tape::no_value) throw Error("Function: the update of " + name + ": it is not among the inputs");
    if (updated[input]) throw Error("Function: " + name + " has two updates");
    updated[input] = true;
    if (update.value.shape() != update.leaf.shape())
      throw ShapeError("Function: the update of " + described_leaf(update.leaf) + " has the shape " +
                       to_string(update.value.shape()));
    tape.updates.push_back({input, recorder.result(update.value)});
  }
  return std::move(tape);
}

}  // namespace matgrad
