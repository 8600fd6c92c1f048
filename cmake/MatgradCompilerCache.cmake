# Compiles through ccache where it is installed; precompiled headers are only cached if it may take their word for
# what was defined when they were made.
find_program(MATGRAD_CCACHE ccache)
mark_as_advanced(MATGRAD_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND MATGRAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros
      "${MATGRAD_CCACHE}")
endif()
