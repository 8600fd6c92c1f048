#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "matgrad/autodiff/expression/op.hpp"
#include "matgrad/autodiff/tape/aligned_memory.hpp"
#include "matgrad/autodiff/tape/argument.hpp"

namespace matgrad {

/// The number of outputs is known only when the program runs.
inline constexpr std::size_t dynamic_outputs = static_cast<std::size_t>(-1);

template <class Scalar = double, std::size_t N = dynamic_outputs>
class Function;
template <class Scalar>
class Program;

/// Says whether something is in use; one that was moved is not.
class InUse {
 public:
  InUse() = default;
  InUse(InUse&&) noexcept {}
  InUse& operator=(InUse&&) noexcept { return *this; }

  /// From here to the end of the holder. Throws Error if it is held already.
  class Holder {
   public:
    explicit Holder(InUse& use);
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() { use_.flag_.store(false, std::memory_order_release); }

   private:
    InUse& use_;
  };

 private:
  std::atomic<bool> flag_{false};
};

/// All buffers of one caller of a Function: calls through it allocate nothing, take no lock, and return views that
/// hold until its next call. One call at a time: another one meanwhile, from another thread or from an operation,
/// throws Error. It keeps what it needs of the Function alive.
///
/// An input that is not one contiguous column-major block, or that is an output of this same workspace, is first
/// copied into a buffer, which the first such call allocates.
template <class Scalar>
class Workspace {
 public:
  template <std::size_t N>
  explicit Workspace(const Function<Scalar, N>& function) : Workspace(function.required_program()) {}
  explicit Workspace(std::shared_ptr<const Program<Scalar>> program);
  Workspace(Workspace&&) noexcept;
  Workspace& operator=(Workspace&&) noexcept;
  ~Workspace();

  /// Whether it was moved from: then a run throws Error.
  bool is_empty() const { return program_ == nullptr; }
  /// The bytes of the planned buffers.
  std::size_t bytes() const;

  /// What random leaves draw depends on seed and run number, which are 0 at first. Each run that succeeds raises
  /// the run number by one; `seed` starts anew at run 0, and `run_number` says which run is next.
  void seed(std::uint64_t seed);
  void run_number(std::uint64_t next);
  std::uint64_t seed() const { return seed_; }
  std::uint64_t run_number() const { return run_number_; }

  /// What later runs use instead of one thread and Eigen. Both must outlive the Workspace.
  void use(Executor& executor) { use_in_each_run(executor); }
  void use(const LinearAlgebra<Scalar>& linear_algebra) { use_in_each_run(linear_algebra); }

  /// Runs the program on values for all inputs in order, or by name in any order. Errors as Function's call.
  void run(std::span<const Argument<Scalar>> arguments);
  void run(std::span<const NamedArgument<Scalar>> arguments);
  /// The outputs of the last run.
  std::span<const ConstView<Scalar>> outputs() const { return outputs_; }
  const Program<Scalar>& program() const { return *program_; }

 private:
  struct Step {
    const Op* op;
    Inputs<Scalar> operands;
    View<Scalar> result;
    Run<Scalar> run;
  };

  void use_in_each_run(auto& other) {
    for (Step& step : steps_) step.run.use(other);
  }
  void bind(std::size_t input, const Argument<Scalar>& argument);
  bool overlaps_buffers(const Argument<Scalar>& argument) const;
  const Scalar* packed(std::size_t input, const Argument<Scalar>& argument);
  void point_operands(std::size_t input, const Scalar* data);
  void check_runnable() const;
  void check_destinations();
  void evaluate();
  void update() const;
  ConstView<Scalar> value(std::size_t number) const;

  std::shared_ptr<const Program<Scalar>> program_;
  InUse in_use_;
  AlignedMemory buffers_;
  AlignedMemory random_state_;  // none where nothing is drawn
  std::uint64_t seed_ = 0;
  std::uint64_t run_number_ = 0;
  std::vector<ConstView<Scalar>> operands_;
  std::vector<Step> steps_;
  std::vector<ConstView<Scalar>> outputs_;
  std::vector<const Scalar*> input_data_;              // where the operands that read an input point
  std::vector<AlignedMemory> packed_;                  // by input, allocated when first needed
  std::vector<const Argument<Scalar>*> by_input_;      // during a call by name
  std::vector<const Argument<Scalar>*> destinations_;  // during a call, by update
  std::vector<const Argument<Scalar>*> by_address_;    // the same, sorted
};

template <class Scalar, std::size_t N>
Workspace(const Function<Scalar, N>&) -> Workspace<Scalar>;

extern template class Workspace<float>;
extern template class Workspace<double>;

}  // namespace matgrad
