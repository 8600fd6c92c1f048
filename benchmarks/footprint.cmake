# Installs the library, compiles examples/quickstart.cpp against it (Release, no compiler cache) and
# reports the fastest of five builds and the installed sizes.
function(step)
  execute_process(COMMAND ${ARGV} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(now_in_milliseconds result)
  string(TIMESTAMP now "%s %f")
  string(REGEX REPLACE "^([0-9]+) ([0-9][0-9][0-9]).*" "\\1\\2" now "${now}")
  set(${result} ${now} PARENT_SCOPE)
endfunction()

function(report_size title pattern)
  file(GLOB_RECURSE files "${work}/prefix/${pattern}")
  set(total 0)
  foreach(file ${files})
    file(SIZE "${file}" bytes)
    math(EXPR total "${total} + ${bytes}")
  endforeach()
  math(EXPR kilobytes "${total} / 1000")
  message(STATUS "${title}: ${kilobytes} kB")
endfunction()

file(REMOVE_RECURSE "${work}")
step(${CMAKE_COMMAND} --install "${matgrad_build}" --prefix "${work}/prefix")
step(${CMAKE_COMMAND} -S "${matgrad_source}/tests/consumer/find_package" -B "${work}/build" -G "${generator}"
     -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_BUILD_TYPE=Release
     -D PROGRAM=${matgrad_source}/examples/quickstart.cpp -D CMAKE_PREFIX_PATH=${work}/prefix)

set(fastest 1000000)
foreach(repetition RANGE 1 5)
  step(${CMAKE_COMMAND} --build "${work}/build" --target clean)
  now_in_milliseconds(begin)
  step(${CMAKE_COMMAND} --build "${work}/build")
  now_in_milliseconds(end)
  math(EXPR elapsed "${end} - ${begin}")
  if(elapsed LESS fastest)
    set(fastest ${elapsed})
  endif()
endforeach()
step("${work}/build/program")

message(STATUS "one-file program, compiled and linked: ${fastest} ms (fastest of 5)")
report_size("installed library" "*.a")
report_size("installed headers" "*.hpp")
