#pragma once

#include <vector>

#include "matgrad/autodiff/tape/aligned_memory.hpp"
#include "matgrad/autodiff/tape/tape.hpp"

namespace matgrad {

/// A tape and the values of its constants, save the random state.
template <class Scalar>
struct Folded {
  Tape tape;
  std::vector<AlignedMemory> constants;
};

/// Computes once what depends on no input and draws nothing, where that is worth keeping: instructions become
/// constants, and those that only they read go. What throws stays an instruction, which throws at each call.
/// For float and double.
template <class Scalar>
Folded<Scalar> fold_constants(const Tape& tape);

}  // namespace matgrad
