// Objects of the user: a TOML file that lists mesh files. The one way for foreign meshes into a scene.
//
//   config = "own_objects"
//   [[object]]
//   name = "teapot"
//   file = "teapot.glb"   # beside this file; .obj (with its .mtl), .glb or binary .stl
//   scale = 0.01          # metres a unit of the file
//   up = "y"              # axis of the file that points up: y (GLB's) or z
//   mass = 0.4            # kg
#pragma once

#include <filesystem>
#include <vector>

#include "porter/scene/object_kinds.h"

namespace porter::scene {

constexpr size_t kMaxObjectParts = 4;      // materials that an object may have
constexpr double kLargestObject = 2;       // longest edge of the box around it, m
constexpr double kSmallestObject = 0.005;  // m

// Each object stands on z = 0 with the middle of the box around it above the origin. Throws core::Error that names file
// and fault: a bad list, a mesh that cannot be read, more than kMaxObjectParts materials, a size that cannot be right.
std::vector<ObjectKind> LoadOwnObjects(const std::filesystem::path& path);

}  // namespace porter::scene
