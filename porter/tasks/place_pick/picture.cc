#include "porter/tasks/place_pick/picture.h"

#include "porter/math/rotation.h"

namespace porter::tasks {

using Eigen::Vector3d;
using math::Transform3;

scene::SceneLayout LayoutOf(const PlacePick& task, int env) {
  const Cycle& cycle = task.cycle(env);
  const PlacePickView& view = task.view(env);
  const Transform3 X_WY(Turn(cycle.roles), Vector3d::Zero());
  const auto table = [&](size_t t) {
    const std::array<double, 4>& pose = cycle.table[t];
    return scene::TableLayout{.shape = {.height = pose[3]},
                              .X_WF = {math::FromYaw(pose[2]), Vector3d(pose[0], pose[1], 0)}};
  };
  scene::SceneLayout layout{.table_variant = {cycle.table_variant[0], cycle.table_variant[1]},
                            .front = table(0),
                            .back = table(1),
                            .tray = {.height = task.config().scene.tray_height},
                            .X_WTray = X_WY * view.X_YTray};
  const auto kind = [&](bool held) {
    return cycle.kind[static_cast<size_t>(held ? cycle.roles.hold : 1 - cycle.roles.hold)];
  };
  const Transform3 X_WBackTable = (cycle.roles.front_table == 0 ? layout.back : layout.front).X_WK();
  const double inward = cycle.roles.front_table == 0 ? 0.2 : -0.2;  // m
  layout.objects[scene::kFrontObject] = {kind(false), X_WY * view.front.X_YO};
  layout.objects[scene::kHoldObject] = {kind(true), X_WY * view.hold.X_YO};
  layout.objects[scene::kBackObject] = {kind(false),
                                        X_WBackTable * Transform3(Eigen::Matrix3d::Identity(), Vector3d(inward, 0, 0))};
  layout.X_WB = X_WY * view.X_YB;
  layout.q.assign(view.q.begin(), view.q.end());
  return layout;
}

}  // namespace porter::tasks
