# Eigen 5 is accepted and what is older than 3.4 refused, by matgrad's sources and by the installed package. Each
# Eigen here is the one that is installed under another version number, as compatible as Eigen says it is.
include(CMakePackageConfigHelpers)

# expect(accepted|refused <folder of sources> <version> <arguments>…)
function(expect outcome project version)
  message(STATUS "${project} with Eigen ${version}: to be ${outcome}")
  execute_process(COMMAND ${CMAKE_COMMAND} -S "${project}" -B "${work}/build" --fresh ${common_arguments}
                          -D Eigen3_DIR=${work}/eigen-${version} ${ARGN}
                  RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(outcome STREQUAL accepted AND failed)
    message(FATAL_ERROR "refused: ${output}")
  elseif(outcome STREQUAL refused AND NOT output MATCHES "matgrad needs Eigen 3.4 or later, found ${version}")
    message(FATAL_ERROR "not refused: ${output}")
  endif()
endfunction()

step(${CMAKE_COMMAND} --install "${matgrad_build}" --prefix "${work}/prefix")
foreach(version 3.3.9 3.4.0 5.0.0)
  file(WRITE "${work}/eigen-${version}/Eigen3Config.cmake" "
    add_library(Eigen3::Eigen INTERFACE IMPORTED)
    set_target_properties(Eigen3::Eigen PROPERTIES INTERFACE_INCLUDE_DIRECTORIES \"${eigen_include}\")\n")
  write_basic_package_version_file("${work}/eigen-${version}/Eigen3ConfigVersion.cmake" VERSION ${version}
                                   COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
  set(outcome accepted)
  if(version VERSION_LESS 3.4)
    set(outcome refused)
  endif()
  expect(${outcome} "${matgrad_source}" ${version})
  expect(${outcome} "${consumers}/find_package" ${version} -D CMAKE_PREFIX_PATH=${work}/prefix)
endforeach()
