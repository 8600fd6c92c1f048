#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "matgrad/autodiff/tape/aligned_memory.hpp"
#include "matgrad/autodiff/tape/fold.hpp"
#include "matgrad/autodiff/tape/plan.hpp"
#include "matgrad/autodiff/tape/record.hpp"
#include "matgrad/autodiff/tape/tape.hpp"

namespace matgrad {

/// A tape made ready for one scalar type: constants folded, buffers planned. Immutable; run by workspaces.
template <class Scalar>
class Program {
 public:
  explicit Program(Folded<Scalar> folded);

  const Tape& tape() const { return tape_; }
  const Plan& plan() const { return plan_; }
  ConstView<Scalar> constant(std::size_t i) const;
  /// The operands that read input i, as indices into the tape's operands.
  std::span<const std::size_t> uses_of_input(std::size_t i) const;
  /// The update of input i as an index into the tape's updates, else Tape::no_value.
  std::size_t update_of_input(std::size_t i) const { return updates_[i]; }
  /// Throws MissingInputError, which lists the inputs, for a name that none of them has.
  std::size_t input_named(std::string_view name) const;

 private:
  void index_inputs();

  Tape tape_;
  Plan plan_;
  std::vector<AlignedMemory> constants_;
  std::vector<std::size_t> first_use_, uses_;
  std::vector<std::size_t> updates_;
  std::vector<std::size_t> inputs_by_name_;
};

/// Lowers, records, folds and plans. Errors as record.
template <class Scalar>
std::shared_ptr<const Program<Scalar>> compile(std::vector<Expr> inputs, const std::vector<Expr>& outputs,
                                               const std::vector<Update>& updates);

extern template class Program<float>;
extern template class Program<double>;

/// "in log|K|, with leaves X (4×2), beta (1×1)": where an evaluation failed.
std::string evaluation_context(const Expr& expr);
/// The same for an instruction, written with the names that its parts had before lowering.
std::string evaluation_context(const Tape& tape, std::size_t instruction);

/// "W (3×6), x (6×1)".
std::string listed_inputs(const Tape& tape);

}  // namespace matgrad
