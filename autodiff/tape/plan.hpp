#pragma once

#include <cstddef>
#include <vector>

#include "matgrad/autodiff/tape/tape.hpp"

namespace matgrad {

/// Where each result of a tape lies in one block of memory.
struct Plan {
  struct Buffer {
    std::size_t offset;       // in bytes
    std::size_t overwritten;  // the operand whose buffer the result takes over, else Tape::no_value
    std::size_t scratch;      // where the operation's scratch memory begins, in bytes
  };
  std::vector<Buffer> results;
  std::size_t bytes = 0;
};

/// Values of at least one cache line begin at multiples of it.
inline constexpr std::size_t cache_line = 64;

/// Liveness gives each result a buffer from its instruction to its last use (outputs and the values of updates: to
/// the end). A result takes over the buffer of an operand that dies there if the operation allows it and the
/// operand has its shape and appears once; else the free block that fits best. Scratch memory is freed as soon as
/// its instruction is done. The plan holds for the order of the tape: a schedule that runs instructions at once
/// must keep each of them behind all earlier ones whose memory it takes over.
Plan plan_buffers(const Tape& tape, std::size_t bytes_per_entry);

}  // namespace matgrad
