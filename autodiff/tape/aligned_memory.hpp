#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include "matgrad/autodiff/tape/plan.hpp"

namespace matgrad {

struct AlignedDelete {
  void operator()(std::byte* memory) const { ::operator delete[](memory, std::align_val_t{cache_line}); }
};
/// Memory that begins at a cache line, uninitialised.
using AlignedMemory = std::unique_ptr<std::byte[], AlignedDelete>;

inline AlignedMemory aligned_memory(std::size_t bytes) {
  return AlignedMemory(static_cast<std::byte*>(::operator new[](bytes, std::align_val_t{cache_line})));
}

}  // namespace matgrad
