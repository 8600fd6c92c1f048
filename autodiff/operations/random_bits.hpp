#pragma once

#include <array>
#include <cstdint>

#include "matgrad/autodiff/expression/shape.hpp"
#include "matgrad/autodiff/operations/philox.hpp"

namespace matgrad {

/// 64 random bits for each entry of one leaf in one run; two entries share a block of the generator.
class RandomBits {
 public:
  template <class Scalar>
  RandomBits(const ConstView<Scalar>& state, std::uint32_t leaf)
      : key_{piece(state, 0), piece(state, 2)}, counter_{0, leaf, piece(state, 4), piece(state, 6)} {}

  /// Those of the entries 2k and 2k + 1.
  std::array<std::uint64_t, 2> pair(Index k) const {
    PhiloxCounter counter = counter_;
    counter[0] = static_cast<std::uint32_t>(k);
    const PhiloxCounter words = philox(counter, key_);
    const auto joined = [](std::uint64_t low, std::uint64_t high) { return high << 32 | low; };
    return {joined(words[0], words[1]), joined(words[2], words[3])};
  }

 private:
  template <class Scalar>
  static std::uint32_t piece(const ConstView<Scalar>& state, Index i) {
    return static_cast<std::uint32_t>(state(i, 0)) | static_cast<std::uint32_t>(state(i + 1, 0)) << 16;
  }

  PhiloxKey key_;
  PhiloxCounter counter_;
};

/// (k + ½) 2⁻⁵² from the highest 52 bits: exact, never 0 or 1.
inline double uniform_number(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

/// Calls use(k, u) for each entry k with its uniform number.
template <class Use>
void for_each_uniform(const RandomBits& bits, Index count, const Use& use) {
  for (Index k = 0; k < count; k += 2) {
    const auto [even, odd] = bits.pair(k / 2);
    use(k, uniform_number(even));
    if (k + 1 < count) use(k + 1, uniform_number(odd));
  }
}

}  // namespace matgrad
