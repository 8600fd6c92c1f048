# Installed, then moved: the file's paths count from where it lies.
step(${CMAKE_COMMAND} --install "${matgrad_build}" --prefix "${work}/first")
file(RENAME "${work}/first" "${work}/moved")
file(GLOB_RECURSE found "${work}/moved/matgrad.pc")
cmake_path(GET found PARENT_PATH folder)
run_with_pkg_config("${folder}")
