# Compiled, not linked: that the library can be built inside another project, fetch_content shows.
configure(add_subdirectory build -D MATGRAD_SOURCE=${matgrad_source} -D CMAKE_BUILD_TYPE=)
step(${CMAKE_COMMAND} --build "${work}/build" --target program)
