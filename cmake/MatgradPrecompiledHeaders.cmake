# matgrad_precompile(<target> <header>…): reads the headers that nearly every file includes once for the target.
# The presets clang and asan go without, so that they find files that do not include what they use.
option(MATGRAD_PRECOMPILE_HEADERS "Precompile Eigen's and the standard library's headers" ON)

function(matgrad_precompile target)
  if(MATGRAD_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} PRIVATE <Eigen/Core> <fmt/core.h> <algorithm> <functional> <map> <memory>
                              <optional> <span> <string> <string_view> <unordered_map> <vector> ${ARGN})
  endif()
endfunction()

# matgrad_share_precompiled(<target> <other>): as the other target, which is compiled with the same flags.
function(matgrad_share_precompiled target other)
  if(MATGRAD_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${other})
  endif()
endfunction()
