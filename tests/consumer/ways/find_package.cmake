# Installed, and compiled without any of the flags that the library was built with.
step(${CMAKE_COMMAND} --install "${matgrad_build}" --prefix "${work}/prefix")
step("${work}/prefix/bin/matgrad" gradient "x'*x" --wrt x)
configure(find_package build -D CMAKE_PREFIX_PATH=${work}/prefix)
run_programs(build program)
