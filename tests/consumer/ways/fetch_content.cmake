# Without a build type, so without optimisation; the library for this machine's newest instructions, the programs
# without any flag.
configure(fetch_content build -D MATGRAD_SOURCE=${matgrad_source} -D MATGRAD_NATIVE=ON -D CMAKE_BUILD_TYPE=)
run_programs(build program own_eigen)
