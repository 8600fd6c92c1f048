# matgrad_isolate_eigen(<static library>): a program compiled with other machine flags can link it. GNU tools
# only; not under sanitizers, which keep tables of all symbols.
find_program(MATGRAD_GNU_LD NAMES ld.bfd)
mark_as_advanced(MATGRAD_GNU_LD)

function(matgrad_isolate_eigen target)
  if(MATGRAD_SANITIZE OR NOT MATGRAD_GNU_LD OR NOT CMAKE_OBJCOPY)
    return()
  endif()
  # objcopy cannot make "unique" symbols local.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM
    COMMAND "${PROJECT_SOURCE_DIR}/cmake/isolate_eigen" $<TARGET_FILE:${target}> "${MATGRAD_GNU_LD}"
            "${CMAKE_NM}" "${CMAKE_OBJCOPY}" "${CMAKE_AR}")
endfunction()
