#include "matgrad/autodiff/tape/tape.hpp"

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/show/text_table.hpp"
#include "matgrad/autodiff/tape/plan.hpp"

namespace matgrad {
namespace {

/// Formula, shape and, if planned, the place in memory.
using Line = std::vector<std::string>;

/// What was computed beforehand may have a long formula.
std::string constant_text(const Expr& constant) {
  constexpr std::size_t most_columns = 60;
  std::string text = to_text(notation_of(constant));
  return display_width(text) <= most_columns ? text : "constant[" + to_string(constant.shape()) + "]";
}

class Printer {
 public:
  Printer(const Tape& tape, const Plan* plan) : tape_(tape), plan_(plan), names_(tape.value_count()) {
    for (std::size_t i = 0; i < tape.inputs.size(); ++i) names_[i] = tape.inputs[i].symbol();
    for (std::size_t i = 0; i < tape.constants.size(); ++i)
      names_[tape.inputs.size() + i] = subscripted("c", i + 1);
    for (const auto& [value, name] : tape.names) names_[value] = name;
    for (std::size_t i = 0; i < tape.instructions.size(); ++i)
      if (std::string& name = names_[tape.first_result() + i]; name.empty()) name = subscripted("v", i + 1);
  }

  std::string text() const {
    std::string text = "inputs " + list(0, tape_.inputs.size()) + "\n";
    std::vector<Line> lines;
    for (std::size_t i = 0; i < tape_.constants.size(); ++i)
      if (!tape_.constants[i].shape().is_scalar())
        lines.push_back({names_[tape_.inputs.size() + i] + " = " + constant_text(tape_.constants[i]),
                         to_string(tape_.constants[i].shape()),
                         tape_.inputs.size() + i == tape_.random_state ? "seed and run number" : "constant"});
    for (std::size_t i = 0; i < tape_.instructions.size(); ++i) lines.push_back(line(i));
    text += text_table(lines, "  ");
    for (std::size_t i = 0; i < tape_.outputs.size(); ++i)
      text += (i > 0 ? ", " : "outputs ") + to_text(written(tape_.outputs[i]));
    if (!tape_.outputs.empty()) text += "\n";
    for (const Tape::Assignment& update : tape_.updates)
      text += "update " + names_[update.input] + " ← " + to_text(written(update.value)) + "\n";
    if (plan_ != nullptr) text += "workspace " + std::to_string(plan_->bytes) + " bytes\n";
    return text;
  }

 private:
  std::string list(std::size_t first, std::size_t last) const {
    std::string text;
    for (std::size_t i = first; i < last; ++i)
      text += (i > first ? ", " : "") + names_[i] + " (" + to_string(tape_.expr(i).shape()) + ")";
    return text;
  }

  // Scalar constants are written as the numbers they are.
  Notation written(std::size_t value) const {
    if (!tape_.is_result(value) && tape_.expr(value).shape().is_scalar()) return notation_of(tape_.expr(value));
    return Notation::symbol(names_[value]);
  }

  Line line(std::size_t i) const {
    const Tape::Instruction& instruction = tape_.instructions[i];
    const auto operands = tape_.operands_of(instruction);
    std::vector<Notation> inputs;
    for (std::size_t k = 0; k < operands.size(); ++k)
      inputs.push_back(operands[k] == Tape::no_value
                           ? Notation::symbol("[" + to_string(instruction.expr.input(k).shape()) + "]")
                           : written(operands[k]));
    Line line{names_[tape_.first_result() + i] + " = " +
                  to_text(instruction.expr.op().notation(instruction.expr, std::move(inputs))),
              to_string(instruction.expr.shape())};
    if (plan_ != nullptr) {
      const Plan::Buffer& buffer = plan_->results[i];
      line.push_back(buffer.overwritten != Tape::no_value ? "over " + names_[buffer.overwritten]
                                                          : "at byte " + std::to_string(buffer.offset));
    }
    return line;
  }

  const Tape& tape_;
  const Plan* plan_;
  std::vector<std::string> names_;
};

}  // namespace

const Expr& Tape::expr(std::size_t value) const {
  if (value < inputs.size()) return inputs[value];
  if (value < first_result()) return constants[value - inputs.size()];
  return instructions[value - first_result()].expr;
}

std::string described_leaf(const Expr& leaf) {
  return std::string(leaf.symbol()) + " (" + to_string(leaf.shape()) + ")";
}

std::string to_text(const Tape& tape) { return Printer(tape, nullptr).text(); }
std::string to_text(const Tape& tape, const Plan& plan) { return Printer(tape, &plan).text(); }

}  // namespace matgrad
