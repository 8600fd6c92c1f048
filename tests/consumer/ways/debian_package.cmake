# The package is built, looked into, unpacked and used from there.
step("${CMAKE_CPACK_COMMAND}" -G DEB --config "${matgrad_build}/CPackConfig.cmake" -B "${work}")
file(GLOB package "${work}/libmatgrad-dev_*.deb")
execute_process(COMMAND dpkg-deb --field "${package}" Depends OUTPUT_VARIABLE depends COMMAND_ERROR_IS_FATAL ANY)
message(STATUS "Depends: ${depends}")
if(NOT depends MATCHES
   "^libeigen3-dev \\(>= 3\\.4\\), libfmt-dev \\(>= [0-9]+\\), libfmt-dev \\(<< [0-9]+\\), zlib1g\n$")
  message(FATAL_ERROR "other dependencies than expected")
endif()

execute_process(COMMAND dpkg-deb --contents "${package}" OUTPUT_VARIABLE contents COMMAND_ERROR_IS_FATAL ANY)
foreach(file include/matgrad/matgrad.hpp include/matgrad/autodiff/tape/function.hpp
        "lib/[^\n]*libmatgrad_autodiff.a" "lib/[^\n]*cmake/matgrad/matgradConfig.cmake"
        "lib/[^\n]*cmake/matgrad/matgradTargets.cmake" "lib/[^\n]*pkgconfig/matgrad.pc"
        share/doc/libmatgrad-dev/copyright bin/matgrad)
  if(NOT contents MATCHES " \\./usr/${file}\n")
    message(FATAL_ERROR "no ${file} in the package:\n${contents}")
  endif()
endforeach()
string(REGEX MATCHALL " \\./[^\n]*[^/\n]\n" files "${contents}")
set(expected "include/matgrad/.*\\.hpp|lib/.*|bin/matgrad|share/doc/libmatgrad-dev/copyright")
foreach(file ${files})
  if(NOT file MATCHES "^ \\./usr/(${expected})\n$")
    message(FATAL_ERROR "unexpected in the package:${file}")
  endif()
endforeach()

step(dpkg-deb -x "${package}" "${work}/root")
step("${work}/root/usr/bin/matgrad" gradient "x'*x" --wrt x)
configure(find_package build -D CMAKE_PREFIX_PATH=${work}/root/usr)
run_programs(build program)
file(GLOB_RECURSE found "${work}/root/usr/lib/matgrad.pc")
cmake_path(GET found PARENT_PATH folder)
run_with_pkg_config("${folder}")
