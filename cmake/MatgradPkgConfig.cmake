# matgrad.pc, for builds without CMake. Its paths count from where the file lies, so the installed tree can move.
set(package_config_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(prefix_from_pc "../..")
  set(pc_libdir "${CMAKE_INSTALL_LIBDIR}")
else()
  file(RELATIVE_PATH prefix_from_pc "/prefix/${package_config_dir}" "/prefix")
  string(REGEX REPLACE "/$" "" prefix_from_pc "${prefix_from_pc}")
  set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
else()
  set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()

# Static libraries: what uses others comes before them.
get_property(libraries GLOBAL PROPERTY MATGRAD_LIBRARIES)
list(REVERSE libraries)
list(TRANSFORM libraries PREPEND "-l")
list(JOIN libraries " " pc_libraries)
# The archive calls functions of the fmt it was compiled with, whose names carry the major version.
math(EXPR next_fmt "${fmt_VERSION_MAJOR} + 1")

configure_file(cmake/matgrad.pc.in "${PROJECT_BINARY_DIR}/matgrad.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/matgrad.pc" DESTINATION "${package_config_dir}")
