# cmake -D nm=NM -D "objects=A;B;…" -P kernel_symbols.cmake: what is compiled with wider machine flags defines
# nothing that the linker could take instead of another file's copy, only its own table.
set(seen 0)
foreach(object ${objects})
  if(NOT object MATCHES "kernels/(baseline|avx2|avx512)\\.cpp")
    continue()
  endif()
  math(EXPR seen "${seen} + 1")
  execute_process(COMMAND "${nm}" --defined-only --extern-only --demangle "${object}"
                  OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX REPLACE "\n$" "" symbols "${symbols}")
  string(REPLACE "\n" ";" symbols "${symbols}")
  foreach(symbol ${symbols})
    if(NOT symbol MATCHES " matgrad::(baseline|avx2|avx512)_kernels$" AND
       NOT symbol MATCHES " DW\\.ref\\.__gxx_personality_v0$")
      message(SEND_ERROR "${object} shares:${symbol}")
    endif()
  endforeach()
endforeach()
if(NOT seen EQUAL 3)
  message(SEND_ERROR "${seen} objects of kernels instead of 3")
endif()
