#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "matgrad/autodiff/expression/expr.hpp"

namespace matgrad {

struct Plan;

/// The Wengert list: one instruction for each operation, in the order of evaluation. Values are numbered: first
/// the inputs, then the constants (whatever depends on no input), then the result of each instruction.
///
/// Source: Wengert (1964), A simple automatic derivative evaluation program.
struct Tape {
  /// The operand of which an operation wants only the shape.
  static constexpr std::size_t no_value = static_cast<std::size_t>(-1);

  struct Instruction {
    Expr expr;                  // its operation, shape and, for errors, its formula
    std::size_t first_operand;  // in `operands`; as many as the expression has inputs
  };
  /// The value that overwrites an input after all reads.
  struct Assignment {
    std::size_t input;
    std::size_t value;
  };

  std::vector<Expr> inputs;
  std::vector<Expr> constants;
  std::vector<Instruction> instructions;
  std::vector<std::size_t> operands;
  std::vector<std::size_t> outputs;  // never an input: an input that is also an output is copied
  std::vector<Assignment> updates;
  std::size_t random_state = no_value;  // the constant in whose place a Workspace gives seed and run number
  std::vector<std::pair<std::size_t, std::string>> names;  // of values that stood in `named`

  std::size_t first_result() const { return inputs.size() + constants.size(); }
  std::size_t value_count() const { return first_result() + instructions.size(); }
  bool is_result(std::size_t value) const { return value >= first_result() && value != no_value; }
  /// The leaf, constant or instruction that gives a value.
  const Expr& expr(std::size_t value) const;
  std::span<const std::size_t> operands_of(const Instruction& instruction) const {
    return std::span(operands).subspan(instruction.first_operand, instruction.expr.inputs().size());
  }
};

/// Name and shape, as errors speak of it.
std::string described_leaf(const Expr& leaf);

/// One line an instruction: name, operation over named operands, shape.
std::string to_text(const Tape& tape);
/// The same with the buffer of each result: its bytes in the workspace, or the value it overwrites.
std::string to_text(const Tape& tape, const Plan& plan);

}  // namespace matgrad
