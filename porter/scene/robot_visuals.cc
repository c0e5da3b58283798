#include "porter/scene/robot_visuals.h"

#include <array>
#include <string>

#include "porter/config/config.h"
#include "porter/core/check.h"
#include "porter/scene/stl.h"

namespace porter::scene {
namespace {

struct VisualRow {
  std::string body, file, convex;
  std::array<double, 3> position = {};
  std::array<double, 4> rgba = {0.7, 0.7, 0.7, 1};

  void Fields(auto&& f) {
    f(body, {.name = "body", .doc = "link that carries the mesh"});
    f(file, {.name = "file", .doc = "file in the folder meshes/"});
    f(position, {.name = "position", .unit = "m", .doc = "position in the link frame"});
    f(rgba, {.name = "rgba", .doc = "colour", .min = 0, .max = 1});
    f(convex, {.name = "convex", .doc = "for physics"});
  }
};

struct VisualTable {
  std::vector<VisualRow> mesh;
  void Fields(auto&& f) { f(mesh, {.name = "mesh", .doc = "meshes of the robot"}); }
};

}  // namespace

std::vector<VisualPart> LoadRobotVisuals(const std::filesystem::path& folder, const robot::Kinematics& kinematics,
                                         render::SceneAssets& assets) {
  VisualTable table;
  config::Load(table, folder / "visuals.toml");
  std::vector<VisualPart> parts;
  for (const VisualRow& row : table.mesh) {
    VisualPart part{.link = kinematics.FrameId(row.body), .mesh = static_cast<int>(assets.meshes.size())};
    part.X_LM = {Eigen::Matrix3d::Identity(), {row.position[0], row.position[1], row.position[2]}};
    part.material.base_colour = Eigen::Vector3d(row.rgba[0], row.rgba[1], row.rgba[2]).cast<float>();
    assets.meshes.push_back(LoadStl(folder / "meshes" / row.file));
    parts.push_back(part);
  }
  return parts;
}

void PlaceRobot(std::span<const VisualPart> parts, const robot::LinkPoses& poses, std::span<render::Instance> slots) {
  PORTER_CHECK(slots.size() == parts.size());
  for (size_t i = 0; i < parts.size(); ++i) {
    slots[i].mesh = parts[i].mesh;
    slots[i].X_WM = poses.X_WL[static_cast<size_t>(parts[i].link)] * parts[i].X_LM;
    slots[i].material = parts[i].material;
  }
}

}  // namespace porter::scene
