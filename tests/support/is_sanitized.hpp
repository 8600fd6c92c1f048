#pragma once

namespace matgrad::tests {

/// Whether the program runs under a sanitizer: what is counted in memory is then the sanitizer's, and work takes
/// several times as long.
#if defined(MATGRAD_SANITIZED)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace matgrad::tests
