// What a robot looks like: the meshes of visuals.toml beside its MJCF, each on its link.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "porter/render/assets.h"
#include "porter/render/instances.h"
#include "porter/robot/kinematics.h"

namespace porter::scene {

struct VisualPart {
  int link = 0;  // of Kinematics
  math::Transform3 X_LM;
  int mesh = 0;  // in SceneAssets::meshes
  render::Material material;
};

// appends the meshes to `assets`; folder: of the MJCF. Throws core::Error.
std::vector<VisualPart> LoadRobotVisuals(const std::filesystem::path& folder, const robot::Kinematics& kinematics,
                                         render::SceneAssets& assets);

// one slot for each part: mesh, material and pose
void PlaceRobot(std::span<const VisualPart> parts, const robot::LinkPoses& poses, std::span<render::Instance> slots);
// the same where PlaceRobot has been: poses alone
void MoveRobot(std::span<const VisualPart> parts, const robot::LinkPoses& poses,
               std::span<render::Instance> slots) noexcept;

}  // namespace porter::scene
