#include "matgrad/autodiff/tape/workspace.hpp"

#include <algorithm>
#include <cstdint>
#include <new>
#include <string>

#include "matgrad/autodiff/expression/error.hpp"
#include "matgrad/autodiff/expression/print.hpp"
#include "matgrad/autodiff/linear_algebra/executor.hpp"
#include "matgrad/autodiff/linear_algebra/linear_algebra.hpp"
#include "matgrad/autodiff/operations/random_leaf.hpp"
#include "matgrad/autodiff/tape/check_facts.hpp"
#include "matgrad/autodiff/tape/program.hpp"

namespace matgrad {
namespace {

using Strides = Eigen::Stride<Eigen::Dynamic, Eigen::Dynamic>;

template <class Scalar>
Eigen::Map<const Matrix<Scalar>, 0, Strides> entries(const Argument<Scalar>& argument) {
  return {argument.data(), argument.shape().rows, argument.shape().cols,
          Strides(argument.col_step(), argument.row_step())};
}

}  // namespace

InUse::Holder::Holder(InUse& use) : use_(use) {
  if (!use_.flag_.exchange(true, std::memory_order_acquire)) return;
  Error error("Function: the Workspace is in use by another call");
  error.add_context("give each thread, and each call inside a call, a Workspace of its own, or call without one");
  throw error;
}

template <class Scalar>
Workspace<Scalar>::Workspace(std::shared_ptr<const Program<Scalar>> program)
    : program_(std::move(program)), buffers_(aligned_memory(program_->plan().bytes)) {
  const Tape& tape = program_->tape();
  if (tape.random_state != Tape::no_value) random_state_ = aligned_memory(random_state_size * sizeof(Scalar));
  input_data_.resize(tape.inputs.size(), nullptr);
  by_input_.resize(tape.inputs.size(), nullptr);
  packed_.resize(tape.inputs.size());
  destinations_.resize(tape.updates.size(), nullptr);
  by_address_.resize(tape.updates.size(), nullptr);
  operands_.reserve(tape.operands.size());
  steps_.reserve(tape.instructions.size());
  for (std::size_t i = 0; i < tape.instructions.size(); ++i) {
    const Expr& expr = tape.instructions[i].expr;
    const auto operands = tape.operands_of(tape.instructions[i]);
    for (std::size_t k = 0; k < operands.size(); ++k) {
      const Shape shape = expr.input(k).shape();
      if (operands[k] == Tape::no_value || operands[k] < tape.inputs.size())
        operands_.emplace_back(nullptr, shape.rows, shape.cols);
      else if (operands[k] == tape.random_state)
        operands_.emplace_back(reinterpret_cast<const Scalar*>(random_state_.get()), shape.rows, shape.cols);
      else
        operands_.push_back(value(operands[k]));
    }
    const Plan::Buffer& buffer = program_->plan().results[i];
    auto* result = reinterpret_cast<Scalar*>(buffers_.get() + buffer.offset);
    auto* scratch = reinterpret_cast<Scalar*>(buffers_.get() + buffer.scratch);
    steps_.push_back(
        {&expr.op(), Inputs<Scalar>(operands_.data() + operands_.size() - operands.size(), operands.size()),
         View<Scalar>(result, expr.rows(), expr.cols()),
         Run<Scalar>(built_in_linear_algebra<Scalar>(), serial_executor(), {scratch, expr.op().scratch(expr)})});
  }
  outputs_.reserve(tape.outputs.size());
  for (const std::size_t output : tape.outputs) outputs_.push_back(value(output));
}

template <class Scalar>
Workspace<Scalar>::Workspace(Workspace&&) noexcept = default;
template <class Scalar>
Workspace<Scalar>& Workspace<Scalar>::operator=(Workspace&&) noexcept = default;
template <class Scalar>
Workspace<Scalar>::~Workspace() = default;

template <class Scalar>
std::size_t Workspace<Scalar>::bytes() const {
  check_runnable();
  return program_->plan().bytes;
}

template <class Scalar>
void Workspace<Scalar>::seed(std::uint64_t seed) {
  seed_ = seed;
  run_number_ = 0;
}

template <class Scalar>
void Workspace<Scalar>::run_number(std::uint64_t next) {
  run_number_ = next;
}

template <class Scalar>
ConstView<Scalar> Workspace<Scalar>::value(std::size_t number) const {
  const Tape& tape = program_->tape();
  if (!tape.is_result(number)) return program_->constant(number - tape.inputs.size());
  const View<Scalar>& result = steps_[number - tape.first_result()].result;
  return {result.data(), result.rows(), result.cols()};
}

template <class Scalar>
void Workspace<Scalar>::check_runnable() const {
  if (is_empty()) throw Error("Function: the Workspace was moved from: make another one");
}

template <class Scalar>
void Workspace<Scalar>::run(std::span<const Argument<Scalar>> arguments) {
  check_runnable();
  const InUse::Holder holder(in_use_);
  const Tape& tape = program_->tape();
  if (arguments.size() != tape.inputs.size())
    throw MissingInputError("Function: " + counted(arguments.size(), "value") + " given for " +
                            counted(tape.inputs.size(), "input") + ": " + listed_inputs(tape));
  for (std::size_t i = 0; i < arguments.size(); ++i) bind(i, arguments[i]);
  check_destinations();
  evaluate();
  update();
}

template <class Scalar>
void Workspace<Scalar>::run(std::span<const NamedArgument<Scalar>> arguments) {
  check_runnable();
  const InUse::Holder holder(in_use_);
  const Tape& tape = program_->tape();
  std::ranges::fill(by_input_, nullptr);
  for (const NamedArgument<Scalar>& argument : arguments) {
    const Argument<Scalar>*& bound = by_input_[program_->input_named(argument.name)];
    if (bound != nullptr) throw Error("Function: " + std::string(argument.name) + " is given twice");
    bound = &argument.value;
  }
  for (std::size_t i = 0; i < by_input_.size(); ++i)
    if (by_input_[i] == nullptr)
      throw MissingInputError("Function: no value is given for the input " + described_leaf(tape.inputs[i]));
  for (std::size_t i = 0; i < by_input_.size(); ++i) bind(i, *by_input_[i]);
  check_destinations();
  evaluate();
  update();
}

template <class Scalar>
void Workspace<Scalar>::bind(std::size_t input, const Argument<Scalar>& argument) {
  const Expr& leaf = program_->tape().inputs[input];
  if (argument.shape() != leaf.shape())
    throw ShapeError("Function: the value given for " + described_leaf(leaf) + " is " +
                     to_string(argument.shape()));
  const bool in_place = argument.is_contiguous() && !overlaps_buffers(argument);
  const Scalar* data = in_place ? argument.data() : packed(input, argument);
  if (!leaf.op().declared_facts().empty()) check_facts(leaf, ConstView<Scalar>(data, leaf.rows(), leaf.cols()));
  if (data != input_data_[input]) point_operands(input, data);
  if (const std::size_t update = program_->update_of_input(input); update != Tape::no_value) {
    if (!argument.is_writable())
      throw Error("Function: the input " + described_leaf(leaf) +
                  " has an update, so it must be bound to a mutable matrix or view, not to a " +
                  (argument.is_number() ? "number: use a 1×1 matrix" : "const or temporary one"));
    destinations_[update] = &argument;
  }
}

template <class Scalar>
bool Workspace<Scalar>::overlaps_buffers(const Argument<Scalar>& argument) const {
  const auto address = reinterpret_cast<std::uintptr_t>(argument.data());
  const auto first = reinterpret_cast<std::uintptr_t>(buffers_.get());
  return address - first < bytes();
}

template <class Scalar>
const Scalar* Workspace<Scalar>::packed(std::size_t input, const Argument<Scalar>& argument) {
  AlignedMemory& memory = packed_[input];
  if (memory == nullptr)
    memory = aligned_memory(static_cast<std::size_t>(argument.shape().size()) * sizeof(Scalar));
  auto* data = reinterpret_cast<Scalar*>(memory.get());
  View<Scalar>(data, argument.shape().rows, argument.shape().cols) = entries(argument);
  return data;
}

template <class Scalar>
void Workspace<Scalar>::point_operands(std::size_t input, const Scalar* data) {
  const Shape shape = program_->tape().inputs[input].shape();
  for (const std::size_t operand : program_->uses_of_input(input))
    new (&operands_[operand]) ConstView<Scalar>(data, shape.rows, shape.cols);
  input_data_[input] = data;
}

/// Two updates must not write the same memory. Of matrices that are not contiguous only the first entry is
/// compared.
template <class Scalar>
void Workspace<Scalar>::check_destinations() {
  if (destinations_.size() < 2) return;
  std::ranges::copy(destinations_, by_address_.begin());
  std::ranges::sort(by_address_, {}, [](const Argument<Scalar>* argument) { return argument->data(); });
  for (std::size_t i = 0; i + 1 < by_address_.size(); ++i) {
    const Argument<Scalar>& argument = *by_address_[i];
    const Index reach = argument.is_contiguous() ? argument.shape().size() : 1;
    if (by_address_[i + 1]->data() - argument.data() < reach && by_address_[i + 1]->shape().size() > 0)
      throw Error("Function: two inputs with updates are bound to the same memory");
  }
}

template <class Scalar>
void Workspace<Scalar>::evaluate() {
  if (random_state_ != nullptr)
    write_random_state(seed_, run_number_, reinterpret_cast<Scalar*>(random_state_.get()));
  const Step* step = steps_.data();
  try {
    for (const Step* end = step + steps_.size(); step != end; ++step)
      step->op->evaluate(step->operands, step->result, step->run);
  } catch (Error& error) {
    const auto failed = static_cast<std::size_t>(step - steps_.data());
    error.add_context(evaluation_context(program_->tape(), failed));
    throw;
  }
  ++run_number_;
}

template <class Scalar>
void Workspace<Scalar>::update() const {
  for (std::size_t i = 0; i < destinations_.size(); ++i) {
    const Argument<Scalar>& to = *destinations_[i];
    Eigen::Map<Matrix<Scalar>, 0, Strides>(const_cast<Scalar*>(to.data()), to.shape().rows, to.shape().cols,
                                           Strides(to.col_step(), to.row_step())) =
        value(program_->tape().updates[i].value);
  }
}

template class Workspace<float>;
template class Workspace<double>;

}  // namespace matgrad
