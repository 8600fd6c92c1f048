#include "matgrad/autodiff/tape/fold.hpp"

#include <algorithm>
#include <utility>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/linear_algebra/evaluate_operation.hpp"
#include "matgrad/autodiff/rewrite/constant_parts.hpp"

namespace matgrad {
namespace {

template <class Scalar>
class Folder {
 public:
  explicit Folder(const Tape& tape) : tape_(tape), facts_(tape.value_count()), memory_(tape.value_count()) {
    find_constants();
    find_reads();
    for (std::size_t value = tape.inputs.size(); value < tape.value_count(); ++value)
      if (is_computed_now(value)) compute(value);
  }

  Folded<Scalar> folded() {
    Folded<Scalar> result;
    Tape& tape = result.tape;
    tape.inputs = tape_.inputs;
    std::vector<std::size_t> number(tape_.value_count(), Tape::no_value);
    for (std::size_t i = 0; i < tape.inputs.size(); ++i) number[i] = i;
    for (std::size_t value = tape.inputs.size(); value < number.size(); ++value) {
      const bool is_state = value == tape_.random_state;
      if (!is_state && !is_kept(value)) continue;
      number[value] = tape.first_result();
      if (is_state) tape.random_state = number[value];
      tape.constants.push_back(tape_.expr(value));
      result.constants.push_back(std::move(memory_[value]));
    }
    for (std::size_t value = tape.inputs.size(); value < number.size(); ++value) {
      if (number[value] != Tape::no_value || !facts_[value].read_at_calls) continue;
      number[value] = tape.value_count();
      tape.instructions.push_back({tape_.expr(value), tape.operands.size()});
      // A constant that threw has inputs of which only the shape matters.
      tape.operands.resize(tape.operands.size() + tape_.expr(value).inputs().size(), Tape::no_value);
      std::ranges::transform(operands(value), tape.operands.end() - std::ssize(operands(value)),
                             [&](std::size_t v) { return v == Tape::no_value ? v : number[v]; });
    }
    for (const std::size_t output : tape_.outputs) tape.outputs.push_back(number[output]);
    for (const Tape::Assignment& update : tape_.updates)
      tape.updates.push_back({update.input, number[update.value]});
    for (const auto& [value, name] : tape_.names)
      if (number[value] != Tape::no_value) tape.names.emplace_back(number[value], name);
    return result;
  }

 private:
  struct ValueFacts {
    bool is_constant = false;    // so far as is known: it may throw
    bool is_worth = false;       // keeping, if it is constant
    bool read_at_calls = false;  // by an instruction, an output or an update
    std::size_t readers = 0;     // among what is computed now
  };

  std::span<const std::size_t> operands(std::size_t value) const {
    if (!tape_.is_result(value)) return {};
    return tape_.operands_of(tape_.instructions[value - tape_.first_result()]);
  }
  bool is_kept(std::size_t value) const {
    return facts_[value].is_constant && facts_[value].is_worth && facts_[value].read_at_calls;
  }
  bool is_computed_now(std::size_t value) const { return is_kept(value) || facts_[value].readers > 0; }

  void find_constants() {
    const auto is_constant = [this](std::size_t v) { return v == Tape::no_value || facts_[v].is_constant; };
    for (std::size_t value = tape_.inputs.size(); value < facts_.size(); ++value) {
      if (value == tape_.random_state || !std::ranges::all_of(operands(value), is_constant)) continue;
      facts_[value].is_constant = true;
      facts_[value].is_worth = is_worth_keeping(tape_.expr(value));
    }
  }

  void find_reads() {
    for (const std::size_t output : tape_.outputs) facts_[output].read_at_calls = true;
    for (const Tape::Assignment& update : tape_.updates) facts_[update.value].read_at_calls = true;
    for (std::size_t value = facts_.size(); value-- > tape_.inputs.size();) {
      const bool runs_at_calls = facts_[value].read_at_calls && !is_kept(value);
      const bool now = facts_[value].is_constant && is_computed_now(value);
      for (const std::size_t operand : operands(value)) {
        if (operand == Tape::no_value) continue;
        facts_[operand].read_at_calls = facts_[operand].read_at_calls || runs_at_calls;
        facts_[operand].readers += now ? 1 : 0;
      }
    }
  }

  void compute(std::size_t value) {
    if (!evaluated(value)) {
      facts_[value].is_constant = false;
      for (const std::size_t operand : operands(value))
        if (operand != Tape::no_value) facts_[operand].is_worth = facts_[operand].read_at_calls = true;
    }
    for (const std::size_t operand : operands(value))
      if (operand != Tape::no_value && --facts_[operand].readers == 0 && !is_kept(operand))
        memory_[operand].reset();
  }

  bool evaluated(std::size_t value) {
    const Expr& expr = tape_.expr(value);
    const auto inputs = operands(value);
    std::vector<ConstView<Scalar>> views;
    for (std::size_t k = 0; k < expr.inputs().size(); ++k) {
      const std::size_t operand = inputs.empty() ? Tape::no_value : inputs[k];
      if (operand != Tape::no_value && !facts_[operand].is_constant) return false;
      const Scalar* data = operand == Tape::no_value ? nullptr : entries(operand);
      views.emplace_back(data, expr.input(k).rows(), expr.input(k).cols());
    }
    memory_[value] = aligned_memory(static_cast<std::size_t>(expr.shape().size()) * sizeof(Scalar));
    try {
      evaluate_operation(expr, Inputs<Scalar>(views), View<Scalar>(entries(value), expr.rows(), expr.cols()));
    } catch (const Error&) {
      memory_[value].reset();
      return false;
    }
    return true;
  }

  Scalar* entries(std::size_t value) const { return reinterpret_cast<Scalar*>(memory_[value].get()); }

  const Tape& tape_;
  std::vector<ValueFacts> facts_;
  std::vector<AlignedMemory> memory_;
};

}  // namespace

template <class Scalar>
Folded<Scalar> fold_constants(const Tape& tape) {
  return Folder<Scalar>(tape).folded();
}

template Folded<float> fold_constants(const Tape&);
template Folded<double> fold_constants(const Tape&);

}  // namespace matgrad
