#include "porter/robot/visuals.h"

#include "porter/config/config.h"

namespace porter::robot {
namespace {

struct VisualTable {
  std::vector<RobotVisual> mesh;
  void Fields(auto&& f) { f(mesh, {.name = "mesh", .doc = "meshes of the robot"}); }
};

}  // namespace

std::vector<RobotVisual> LoadVisuals(const std::filesystem::path& folder) {
  VisualTable table;
  config::Load(table, folder / "visuals.toml");
  return table.mesh;
}

}  // namespace porter::robot
