# Compiles through ccache where it is installed.
find_program(MATGRAD_CCACHE ccache)
mark_as_advanced(MATGRAD_CCACHE)
if(PROJECT_IS_TOP_LEVEL AND MATGRAD_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${MATGRAD_CCACHE}")
endif()
