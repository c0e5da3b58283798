# Third-party libraries: Debian's by find_package, the wheels' by path. Nothing is downloaded here.
find_package(Threads REQUIRED)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(nlohmann_json REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(spdlog REQUIRED)
find_package(tinyxml2 REQUIRED)
find_package(hwy REQUIRED)
find_package(meshoptimizer REQUIRED)
find_package(embree 3 REQUIRED)
find_package(Protobuf REQUIRED)  # ONNX's targets name it
find_package(ONNX REQUIRED)
find_path(TINYOBJ_INCLUDE_DIR tiny_obj_loader.h REQUIRED)  # headers only
find_path(STB_INCLUDE_DIR stb/stb_easy_font.h REQUIRED)  # headers only
find_package(PkgConfig REQUIRED)
pkg_check_modules(LIBAV REQUIRED IMPORTED_TARGET libavformat libavcodec libavutil libswscale)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(OSMESA IMPORTED_TARGET osmesa)  # without it `porter bench render` leaves MuJoCo out
pkg_check_modules(OPENEXR REQUIRED IMPORTED_TARGET OpenEXR)  # its CMake files name a library that Debian leaves out
if(PORTER_TESTS)
  find_package(GTest REQUIRED)
endif()
if(PORTER_MPI)
  find_package(MPI REQUIRED COMPONENTS CXX)
endif()

# MuJoCo lives in the Python wheel `mujoco-core` (no development links: name the versioned file).
set(MUJOCO_ROOT "" CACHE PATH "folder with include/mujoco and libmujoco.so.X.Y.Z; empty: the wheel in .venv")
set(_mujoco_root "${MUJOCO_ROOT}")
if(NOT _mujoco_root)
  file(GLOB _mujoco_root "${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/mujoco")
endif()
if(NOT PORTER_FUZZ)
  file(GLOB _mujoco_libs "${_mujoco_root}/libmujoco.so.*")
  if(NOT _mujoco_libs)
    message(FATAL_ERROR "MuJoCo not found in '${_mujoco_root}': run bin/porter once, or pass -DMUJOCO_ROOT=<folder of the mujoco wheel>")
  endif()
  list(GET _mujoco_libs 0 _mujoco_lib)
  get_filename_component(_mujoco_soname "${_mujoco_lib}" NAME)
  string(REGEX REPLACE ".*\\.so\\." "" MUJOCO_VERSION "${_mujoco_soname}")
  if(MUJOCO_VERSION VERSION_LESS 4.0.1)
    message(FATAL_ERROR "MuJoCo ${MUJOCO_VERSION} in '${_mujoco_root}' is refused: porter needs the batch API and a right "
                        "sparse Newton factor (4.0.0's is wrong, google-deepmind/mujoco#3767). Install mujoco-core>=4.0.1.")
  endif()
  add_library(mujoco::mujoco SHARED IMPORTED)
  set_target_properties(mujoco::mujoco PROPERTIES IMPORTED_LOCATION "${_mujoco_lib}" IMPORTED_SONAME "${_mujoco_soname}"
    INTERFACE_INCLUDE_DIRECTORIES "${_mujoco_root}/include")
endif()

# libtorch lives in the Python wheel `torch`. Without it everything is built but the rooms that train (nn, learn).
if(NOT PORTER_FUZZ)
  if(NOT EXISTS "${Torch_DIR}/TorchConfig.cmake")
    file(GLOB _torch_dir "${CMAKE_SOURCE_DIR}/.venv/lib/python3*/site-packages/torch/share/cmake/Torch")
    set(Torch_DIR "${_torch_dir}" CACHE PATH "folder with TorchConfig.cmake; empty: the wheel in .venv" FORCE)
  endif()
  if(Torch_DIR)
    find_package(Torch REQUIRED)
    include(cmake/porter_torch.cmake)
  else()
    message(STATUS "no PyTorch in .venv: the rooms that train (nn, learn) are left out; pass -DTorch_DIR=<wheel>/share/cmake/Torch")
  endif()
endif()
