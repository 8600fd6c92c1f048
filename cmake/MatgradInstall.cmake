include(CMakePackageConfigHelpers)

get_property(libraries GLOBAL PROPERTY MATGRAD_LIBRARIES)
install(TARGETS ${libraries} matgrad EXPORT matgradTargets FILE_SET HEADERS)
install(FILES matgrad.hpp DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/matgrad")

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/matgrad")
install(EXPORT matgradTargets NAMESPACE matgrad:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/matgradConfig.cmake.in "${PROJECT_BINARY_DIR}/matgradConfig.cmake"
                              INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/matgradConfigVersion.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/matgradConfig.cmake" "${PROJECT_BINARY_DIR}/matgradConfigVersion.cmake"
        DESTINATION "${package_dir}")

include(MatgradPkgConfig)
include(MatgradDebianPackage)
