# A program for the newest instructions beside a library for the oldest, and the reverse; without
# optimisation, where nothing is inlined and mixed-up functions would be called.
step(${CMAKE_COMMAND} --install "${matgrad_build}" --prefix "${work}/prefix")
set(number 0)
foreach(flags "-march=native -O0" "-march=native -O2" "-march=x86-64 -O0")
  math(EXPR number "${number} + 1")
  configure(find_package build${number} -D CMAKE_PREFIX_PATH=${work}/prefix "-DPROGRAM_FLAGS=${flags}"
            -D WITH_OWN_EIGEN=ON)
  run_programs(build${number} program own_eigen)
endforeach()
