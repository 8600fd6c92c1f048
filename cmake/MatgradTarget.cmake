include(MatgradIsolateEigen)

set(ignored_by_sanitizers "-fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitizer_ignorelist.txt")

# matgrad_options(<target>): language level, warnings, machine flags and sanitizers of our own targets.
function(matgrad_options target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  if(PROJECT_IS_TOP_LEVEL)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wconversion $<$<BOOL:${MATGRAD_WERROR}>:-Werror>)
    # g++ 12 warns falsely of what it inlines from the standard library: of "text" + std::string, and of vectors.
    target_compile_options(
      ${target} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-array-bounds;-Wno-stringop-overflow>"
                        "$<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overread;-Wno-free-nonheap-object>")
    # clang counts changes of sign among -Wconversion, g++ does not.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:Clang>:-Wno-sign-conversion>)
  endif()
  if(MATGRAD_NATIVE)
    # g++ 12 tunes for an older core than the one it detects, and warns falsely in its AVX-512 headers.
    target_compile_options(${target} PRIVATE -march=native -mtune=generic
                           "$<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized;-Wno-maybe-uninitialized>")
  endif()
  if(MATGRAD_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${MATGRAD_SANITIZE} -fno-sanitize-recover=all
                           -fno-omit-frame-pointer "$<$<CXX_COMPILER_ID:Clang>:${ignored_by_sanitizers}>")
    target_link_options(${target} PUBLIC -fsanitize=${MATGRAD_SANITIZE})
  endif()
endfunction()

# matgrad_program_options(<target>): the same for what stands around the library: pages, tests, examples, the command. The work is
# done in the library: the presets optimise the rest less, which shortens the time to compile it.
set(MATGRAD_PROGRAM_FLAGS "" CACHE STRING "Further flags for what stands around the library")
function(matgrad_program_options target)
  matgrad_options(${target})
  separate_arguments(flags UNIX_COMMAND "${MATGRAD_PROGRAM_FLAGS}")
  target_compile_options(${target} PRIVATE ${flags})
endfunction()

# matgrad_library(<layer>): the static library matgrad::<layer> of all sources in the folder <layer>/.
function(matgrad_library layer)
  set(target matgrad_${layer})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${layer}/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${layer}/*.hpp")
  list(TRANSFORM headers REPLACE "^${PROJECT_SOURCE_DIR}/" "${MATGRAD_INCLUDE_DIR}/matgrad/")
  add_library(${target} STATIC ${sources})
  add_library(matgrad::${layer} ALIAS ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${layer} POSITION_INDEPENDENT_CODE ON)
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS "${MATGRAD_INCLUDE_DIR}" FILES ${headers})
  matgrad_options(${target})
  # Else the last bits of a sum of products depend on the processor; plain x86-64 has nothing to fuse with.
  if(MATGRAD_NATIVE OR NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    target_compile_options(${target} PRIVATE -ffp-contract=off)
  endif()
  matgrad_isolate_eigen(${target})
  set_property(GLOBAL APPEND PROPERTY MATGRAD_LIBRARIES ${target})
endfunction()
