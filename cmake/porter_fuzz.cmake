# Fuzz targets: porter_fuzz(npz_fuzz SOURCES npz_fuzz.cc LIBS porter_io) makes one program that feeds a reader with
# whatever libFuzzer invents. Built by the preset `fuzz` (clang), run by tools/fuzz, seeds in tests/corpus.
#
# With PORTER_FUZZ everything of ours is instrumented: coverage to learn from, ASan and UBSan to judge, checks on.
if(PORTER_FUZZ)
  set(_porter_sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
  add_compile_options(${_porter_sanitizers} -fsanitize=fuzzer-no-link -fno-omit-frame-pointer -g1 -UNDEBUG
                      -D_GLIBCXX_ASSERTIONS)
  add_link_options(${_porter_sanitizers})
  # clang's words on PORTER_CHECK and on g++'s own headers
  target_compile_options(porter_warnings INTERFACE -Wno-overloaded-shift-op-parentheses -Wno-deprecated-declarations)
endif()

function(porter_fuzz name)
  cmake_parse_arguments(F "" "" "SOURCES;LIBS" ${ARGN})
  add_executable(${name} ${F_SOURCES})
  target_link_libraries(${name} PRIVATE ${F_LIBS} porter_warnings)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")
endfunction()
