# `cpack -G DEB` in the build folder makes the package libmatgrad-dev.
if(NOT PROJECT_IS_TOP_LEVEL)
  return()  # the packages of a larger project are its own
endif()
if(MATGRAD_NATIVE OR MATGRAD_SANITIZE)
  file(WRITE "${PROJECT_BINARY_DIR}/CPackConfig.cmake"
       "message(FATAL_ERROR \"A package needs a build without MATGRAD_NATIVE and MATGRAD_SANITIZE\")\n")
  return()
endif()

install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATAROOTDIR}/doc/libmatgrad-dev" RENAME copyright)

math(EXPR next_fmt "${fmt_VERSION_MAJOR} + 1")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libmatgrad-dev)
set(CPACK_PACKAGE_VENDOR "matgrad contributors")
set(CPACK_PACKAGE_CONTACT "matgrad contributors <maintainers@matgrad.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
# The archive calls functions of the fmt it was compiled with, whose names carry the major version.
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "libeigen3-dev (>= 3.4), libfmt-dev (>= ${fmt_VERSION_MAJOR}), libfmt-dev (<< ${next_fmt})")
if(MATGRAD_BUILD_CLI)
  # The command reads compressed images for the worked problems.
  string(APPEND CPACK_DEBIAN_PACKAGE_DEPENDS ", zlib1g")
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "graphviz")
endif()
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "cmake, pkgconf")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Expressions and their gradients on Eigen matrices: headers, static library,\n")
string(APPEND CPACK_DEBIAN_PACKAGE_DESCRIPTION "CMake package and pkg-config file, and the command matgrad.")
include(CPack)
