# Without a build type: the library is compiled once more, so without optimisation.
configure(add_subdirectory build -D MATGRAD_SOURCE=${matgrad_source} -D CMAKE_BUILD_TYPE=)
run_programs(build program)
