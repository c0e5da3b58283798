# porter_module(NAME FLOOR-CHECKED): one folder = one static library = one namespace = one room on one floor.
#
#   porter_module(io
#     SOURCES png.cc npz.cc        # .cc files of the library
#     DEPS core                    # porter modules, lower floors only (refused otherwise)
#     LIBS PNG::PNG                # third-party targets, private unless PUBLIC_LIBS
#     TESTS png_test.cc)           # one test binary <module>_test, label "unit"
#
# The floors are read from porter/floors.txt, the one place that states them.

file(STRINGS "${CMAKE_SOURCE_DIR}/porter/floors.txt" _porter_floor_lines REGEX "^[0-9]+ ")
set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS porter/floors.txt)
foreach(_line IN LISTS _porter_floor_lines)
  string(REGEX MATCH "^([0-9]+) +([a-z_]+)" _ "${_line}")
  set(PORTER_FLOOR_${CMAKE_MATCH_2} "${CMAKE_MATCH_1}")
endforeach()

function(porter_check_floor module dep)
  if(NOT DEFINED PORTER_FLOOR_${module})
    message(FATAL_ERROR "porter_module: '${module}' has no floor; add a line to porter/floors.txt")
  endif()
  if(NOT DEFINED PORTER_FLOOR_${dep})
    message(FATAL_ERROR "porter_module: '${module}' depends on '${dep}', which is not in porter/floors.txt")
  endif()
  if(NOT PORTER_FLOOR_${dep} LESS PORTER_FLOOR_${module})
    message(FATAL_ERROR
      "porter_module: '${module}' (floor ${PORTER_FLOOR_${module}}) may not depend on '${dep}' "
      "(floor ${PORTER_FLOOR_${dep}}): a module includes modules on lower floors only. Move the shared part down.")
  endif()
endfunction()

function(porter_module name)
  cmake_parse_arguments(M "" "" "SOURCES;DEPS;LIBS;PUBLIC_LIBS;TESTS;TEST_LIBS" ${ARGN})
  add_library(porter_${name} STATIC ${M_SOURCES})
  add_library(porter::${name} ALIAS porter_${name})
  target_include_directories(porter_${name} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(porter_${name} PUBLIC ${M_PUBLIC_LIBS} PRIVATE porter_warnings ${M_LIBS})
  foreach(dep IN LISTS M_DEPS)
    porter_check_floor(${name} ${dep})
    target_link_libraries(porter_${name} PUBLIC porter_${dep})
  endforeach()
  if(PORTER_TESTS AND M_TESTS)
    porter_test(${name}_test SOURCES ${M_TESTS} LIBS porter_${name} ${M_TEST_LIBS})
  endif()
endfunction()

# One gtest binary; tests whose name contains "Slow" run under the label slow (bin/check --all).
function(porter_test name)
  cmake_parse_arguments(T "" "LABEL" "SOURCES;LIBS" ${ARGN})
  if(NOT T_LABEL)
    set(T_LABEL unit)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LIBS} porter_warnings GTest::gmock GTest::gtest_main)
  set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  add_test(NAME ${name} COMMAND ${name} --gtest_filter=-*Slow* WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS ${T_LABEL} TIMEOUT 600)
  set(_has_slow FALSE)
  foreach(src IN LISTS T_SOURCES)
    file(STRINGS "${CMAKE_CURRENT_SOURCE_DIR}/${src}" _hit REGEX "^TEST.*Slow")
    if(_hit)
      set(_has_slow TRUE)
    endif()
  endforeach()
  if(_has_slow)
    add_test(NAME ${name}_slow COMMAND ${name} --gtest_filter=*Slow* WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
    set_tests_properties(${name}_slow PROPERTIES LABELS slow TIMEOUT 3600)
  endif()
endfunction()
