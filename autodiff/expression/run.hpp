#pragma once

#include <cstddef>
#include <span>

#include "matgrad/autodiff/expression/shape.hpp"

namespace matgrad {

class Executor;
template <class Scalar>
struct LinearAlgebra;

/// Throws Error: an operation takes more scratch memory than it announced.
[[noreturn]] void throw_too_little_scratch(std::size_t wanted, std::size_t left);

/// What an operation is evaluated with: linear algebra, an executor, and scratch memory that was planned for it.
/// It holds views and functions only, so that code compiled for other machines may pass it on. A copy hands out
/// what is left of the memory once more.
template <class Scalar>
class Run {
 public:
  Run(const LinearAlgebra<Scalar>& linear_algebra, Executor& executor, std::span<Scalar> scratch)
      : linear_algebra_(&linear_algebra), executor_(&executor), scratch_(scratch) {}

  /// A matrix of scratch memory, uninitialised. Throws Error beyond what Op::scratch announced.
  View<Scalar> matrix(Index rows, Index cols) {
    const auto size = static_cast<std::size_t>(rows * cols);
    if (size > scratch_.size()) throw_too_little_scratch(size, scratch_.size());
    View<Scalar> result(scratch_.data(), rows, cols);
    scratch_ = scratch_.subspan(size);
    return result;
  }

  const LinearAlgebra<Scalar>& linear_algebra() const { return *linear_algebra_; }
  Executor& executor() const { return *executor_; }

  void use(const LinearAlgebra<Scalar>& linear_algebra) { linear_algebra_ = &linear_algebra; }
  void use(Executor& executor) { executor_ = &executor; }

 private:
  const LinearAlgebra<Scalar>* linear_algebra_;
  Executor* executor_;
  std::span<Scalar> scratch_;
};

}  // namespace matgrad
