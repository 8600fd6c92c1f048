# Tries one way of using matgrad from scratch; the first failing step fails the test.
function(step)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# configure(<project> <build folder> <arguments>…): the arguments of a project in the folder of this file.
set(consumers "${CMAKE_CURRENT_LIST_DIR}")
set(common_arguments -G "${generator}" -D CMAKE_CXX_COMPILER=${compiler})
set(ENV{CMAKE_CXX_COMPILER_LAUNCHER} "${launcher}")
if(sanitize)
  list(APPEND common_arguments -D CMAKE_CXX_FLAGS=-fsanitize=${sanitize})
endif()
function(configure project build)
  step(${CMAKE_COMMAND} -S "${consumers}/${project}" -B "${work}/${build}" ${common_arguments} ${ARGN})
endfunction()

# run_programs(<build folder> <program>…): builds all, runs these.
function(run_programs build)
  step(${CMAKE_COMMAND} --build "${work}/${build}")
  foreach(program ${ARGN})
    step("${work}/${build}/${program}")
  endforeach()
endfunction()

# run_with_pkg_config(<folder of matgrad.pc>): compiled by hand, without CMake.
function(run_with_pkg_config folder)
  find_program(pkg_config NAMES pkg-config pkgconf REQUIRED)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env PKG_CONFIG_PATH=${folder}
                          "${pkg_config}" --cflags --libs matgrad
                  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ECHO STDOUT
                  COMMAND_ERROR_IS_FATAL ANY)
  message(STATUS "flags: ${flags}")
  separate_arguments(flags UNIX_COMMAND "${flags}")
  step("${compiler}" -std=c++20 "${consumers}/program.cpp" ${flags} -o "${work}/by_hand")
  step("${work}/by_hand")
endfunction()

file(REMOVE_RECURSE "${work}")
file(MAKE_DIRECTORY "${work}")
include("${consumers}/ways/${way}.cmake")
