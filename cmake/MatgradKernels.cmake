# matgrad_kernels(<target>): compiles each set of the vectorised kernels for its instruction set, whatever the rest
# is compiled for; kernels.cpp chooses among them at run time. xsimd is only needed to compile.
function(matgrad_kernels target)
  # Not find_package: Debian's target links a library that its package does not bring.
  find_path(MATGRAD_XSIMD_INCLUDE_DIR xsimd/xsimd.hpp REQUIRED)
  mark_as_advanced(MATGRAD_XSIMD_INCLUDE_DIR)
  target_include_directories(${target} SYSTEM PRIVATE "${MATGRAD_XSIMD_INCLUDE_DIR}")

  set(folder "${PROJECT_SOURCE_DIR}/autodiff/kernels")
  # Only the fused operations that are written: else a value could depend on how a loop is unrolled.
  set(exact -ffp-contract=off)
  set_source_files_properties("${folder}/baseline.cpp" PROPERTIES COMPILE_OPTIONS "${exact}")
  # Headers are precompiled for other instructions.
  set_source_files_properties("${folder}/baseline.cpp" "${folder}/avx2.cpp" "${folder}/avx512.cpp"
                              PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
    set_source_files_properties("${folder}/avx2.cpp" PROPERTIES COMPILE_OPTIONS "${exact};-mavx2;-mfma")
    # g++ 12 warns falsely in its AVX-512 headers.
    set(gnu_warnings "$<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized;-Wno-maybe-uninitialized>")
    set_source_files_properties("${folder}/avx512.cpp" PROPERTIES COMPILE_OPTIONS
      "${exact};-mavx512f;-mavx512cd;-mavx512dq;-mavx512bw;-mavx512vl;-mfma;${gnu_warnings}")
  endif()
endfunction()
