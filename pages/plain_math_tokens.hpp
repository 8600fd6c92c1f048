#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace matgrad::pages {

/// A piece of mathematics in plain Unicode.
struct MathToken {
  enum class Kind {
    name,        // "W⁽¹⁾", "y_pred", "log"
    derivative,  // "∂L/∂W₂", "∂x̂_l/∂(Wᵈ)"
    number,      // "3.25", "1e-05"
    half,        // "½"
    sum,         // "Σᵢ", "Σ_k"
    opening,     // ( [ ⟨, and ‖ or | at the beginning
    closing,
    mark,   // "ᵀ", "⁻¹", "²"
    sign,   // "+", "=", "∘": everything else
    space,  // a product, or only the end of a word
  };
  Kind kind;
  std::string text;
};

/// The pieces in order; together they are the text.
std::vector<MathToken> math_tokens(std::string_view math);

}  // namespace matgrad::pages
