#include "porter/scene/robot_visuals.h"

#include "porter/core/check.h"
#include "porter/render/shading.h"
#include "porter/robot/visuals.h"
#include "porter/scene/stl.h"

namespace porter::scene {

std::vector<VisualPart> LoadRobotVisuals(const std::filesystem::path& folder, const robot::Kinematics& kinematics,
                                         render::SceneAssets& assets) {
  std::vector<VisualPart> parts;
  for (const robot::RobotVisual& row : robot::LoadVisuals(folder)) {
    VisualPart part{.link = kinematics.FrameId(row.body), .mesh = static_cast<int>(assets.meshes.size())};
    part.X_LM = {Eigen::Matrix3d::Identity(), Eigen::Vector3d(row.position.data())};
    for (size_t c = 0; c < 3; ++c) {
      part.material.base_colour[static_cast<int>(c)] = render::LinearFromSrgb(static_cast<float>(row.rgba[c]));
    }
    part.material.roughness = 0.45F;
    assets.meshes.push_back(LoadStl(folder / "meshes" / row.file));
    parts.push_back(part);
  }
  return parts;
}

void PlaceRobot(std::span<const VisualPart> parts, const robot::LinkPoses& poses, std::span<render::Instance> slots) {
  PORTER_CHECK(slots.size() == parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    slots[i].mesh = parts[i].mesh;
    slots[i].material = parts[i].material;
  }
  MoveRobot(parts, poses, slots);
}

void MoveRobot(std::span<const VisualPart> parts, const robot::LinkPoses& poses,
               std::span<render::Instance> slots) noexcept {
  PORTER_CHECK(slots.size() == parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    slots[i].X_WM = poses.X_WL[static_cast<size_t>(parts[i].link)] * parts[i].X_LM;
  }
}

}  // namespace porter::scene
