# porter_torch_target(TARGET): what every target with torch in its sources needs. At most two of its files compile at a
# time (each takes over 1 GB), and all share the precompiled header of porter_nn. Executables are compiled as the
# libraries are (-fPIC), or the compiler would refuse that header.
set_property(GLOBAL APPEND PROPERTY JOB_POOLS porter_torch=2)

function(porter_torch_target name)
  set_target_properties(${name} PROPERTIES JOB_POOL_COMPILE porter_torch)
  if(NOT name STREQUAL porter_nn)
    set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE OFF UNITY_BUILD OFF)
    target_compile_options(${name} PRIVATE -fPIC)
    target_precompile_headers(${name} REUSE_FROM porter_nn)
  endif()
endfunction()
