# The target matgrad_reference: the reference documentation, if Doxygen is installed. A warning is an error: each
# public function has a doc comment that Doxygen understands.
find_program(MATGRAD_DOXYGEN doxygen)
mark_as_advanced(MATGRAD_DOXYGEN)
if(MATGRAD_DOXYGEN)
  add_executable(matgrad_reference_filter EXCLUDE_FROM_ALL docs/reference/filter.cpp
                 examples/reference/marked_example.cpp)
  matgrad_options(matgrad_reference_filter)
  target_include_directories(matgrad_reference_filter PRIVATE "${PROJECT_SOURCE_DIR}")

  # What a user includes, and no more.
  file(STRINGS autodiff/autodiff.hpp includes REGEX "^#include")
  list(TRANSFORM includes REPLACE "^#include \"matgrad/(.*)\"$" "${PROJECT_SOURCE_DIR}/\\1")
  file(STRINGS examples/reference/pages.hpp pages REGEX "^void ")
  list(TRANSFORM pages REPLACE "^void ([a-z]+)\\(.*$" "${PROJECT_SOURCE_DIR}/examples/reference/\\1.cpp")
  file(GLOB tables "${PROJECT_SOURCE_DIR}/docs/reference/*.md")
  list(JOIN pages "\" \"" first)
  list(JOIN includes "\" \"" second)
  list(JOIN tables "\" \"" third)
  set(reference_inputs "\"${first}\" \"${second}\" \"${third}\"")
  set(reference_folder "${PROJECT_BINARY_DIR}/reference")
  set(reference_warnings YES)
  set(reference_filter "$<TARGET_FILE:matgrad_reference_filter>")
  configure_file(docs/reference/Doxyfile.in "${reference_folder}/Doxyfile.configured" @ONLY)
  file(GENERATE OUTPUT "${reference_folder}/Doxyfile" INPUT "${reference_folder}/Doxyfile.configured")
  add_custom_target(matgrad_reference
    COMMAND "${MATGRAD_DOXYGEN}" "${reference_folder}/Doxyfile"
    DEPENDS matgrad_reference_filter
    COMMENT "Writing ${reference_folder}/html/index.html"
    VERBATIM)
endif()
