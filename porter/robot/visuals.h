// How a robot looks: the rows of visuals.toml beside its MJCF, which say where its meshes go.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace porter::robot {

// the part of the robot in which a mesh's convex hull may replace primitive colliders
enum class ConvexPart { kNone, kHand, kFoot };
constexpr std::array<std::string_view, 3> EnumNames(ConvexPart) {
  return {"none", "hand", "foot"};
}

struct RobotVisual {
  std::string body;                                 // link that carries the mesh
  std::string file;                                 // in the folder meshes/
  std::array<double, 3> position = {};              // in the link frame, m
  std::array<double, 4> rgba = {0.7, 0.7, 0.7, 1};  // sRGB and opacity, 0 to 1
  ConvexPart convex = ConvexPart::kNone;

  void Fields(auto&& f) {
    f(body, {.name = "body", .doc = "link that carries the mesh"});
    f(file, {.name = "file", .doc = "file in the folder meshes/"});
    f(position, {.name = "position", .unit = "m", .doc = "position in the link frame"});
    f(rgba, {.name = "rgba", .doc = "colour", .min = 0, .max = 1});
    f(convex, {.name = "convex", .doc = "part in which its convex hull may replace primitive colliders"});
  }
};

// folder: of the MJCF; throws core::Error
std::vector<RobotVisual> LoadVisuals(const std::filesystem::path& folder);

}  // namespace porter::robot
