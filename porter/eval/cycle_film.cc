#include "porter/eval/cycle_film.h"

#include <cstdio>

#include "porter/render/renderer.h"
#include "porter/report/contact_sheet.h"
#include "porter/scene/two_tables.h"
#include "porter/tasks/place_pick/picture.h"

namespace porter::eval {
namespace {

using Eigen::Vector3d;

std::string Caption(const tasks::PlacePick& task, int env) {
  const tasks::Cycle& cycle = task.cycle(env);
  char text[80];
  std::snprintf(text, sizeof(text), "%.2f s %s, %s, %s", wbc::kControlPeriod * cycle.stage.step,
                std::string(EnumNames(tasks::Stage{})[cycle.stage.index()]).c_str(), task.held_kind(env).name.c_str(),
                task.front_kind(env).name.c_str());
  return text;
}

}  // namespace

CycleFilm::CycleFilm(tasks::Outcome wanted, int every) : wanted_(wanted), every_(every) {}

void CycleFilm::Watch(const tasks::PlacePick& task) {
  running_.resize(static_cast<size_t>(task.config().num_envs));
  if (found_ || step_++ % every_ != 0) return;
  for (int env = 0; env < task.config().num_envs; ++env) {
    running_[static_cast<size_t>(env)].push_back({tasks::LayoutOf(task, env), Caption(task, env)});
  }
}

void CycleFilm::End(const tasks::CycleReport& report) {
  if (found_ || static_cast<size_t>(report.env) >= running_.size()) return;
  std::vector<CycleShot>& shots = running_[static_cast<size_t>(report.env)];
  if (report.outcome == wanted_) {
    kept_ = std::move(shots);
    found_ = true;
    running_.clear();
  } else {
    shots.clear();
  }
}

std::vector<CycleShot> CycleFilm::Take(int count) const {
  const auto wanted = static_cast<size_t>(count);
  if (kept_.size() <= wanted) return kept_;
  if (wanted_ != tasks::Outcome::kDone) return {kept_.end() - count, kept_.end()};
  std::vector<CycleShot> spread;
  for (size_t i = 0; i < wanted; ++i) spread.push_back(kept_[i * (kept_.size() - 1) / (wanted - 1)]);
  return spread;
}

core::Image DrawCycle(const scene::TwoTablesConfig& config, std::vector<CycleShot> shots, const CycleFilmLook& look) {
  std::vector<scene::SceneLayout> layouts;
  for (CycleShot& shot : shots) layouts.push_back(std::move(shot.layout));
  scene::TwoTables scene = scene::MakeTwoTables(config, look.root, look.seed, layouts);
  render::CameraBatch cameras = look.from_head ? scene.head : scene.outside;
  for (size_t i = 0; i < cameras.cameras.size(); ++i) {
    render::Camera& camera = cameras.cameras[i];
    camera.intrinsics.fx *= look.scale, camera.intrinsics.fy *= look.scale;
    camera.intrinsics.cx *= look.scale, camera.intrinsics.cy *= look.scale;
    if (look.from_head) continue;
    const Vector3d robot = layouts[i].X_WB.translation();
    const double side = robot.x() > 0 ? 1 : -1;
    camera.X_WC = math::LookAt(robot + Vector3d(0.9 * side, -1.5, 0.75), robot + Vector3d(0.2 * side, 0, 0.1));
    scene.looks.looks[i] = scene.looks.looks[0];
    for (int slot = 0; slot < scene::kRobotSlot; ++slot) {  // one room for all pictures
      scene.instances[static_cast<int>(i)][static_cast<size_t>(slot)].material =
          scene.instances[0][static_cast<size_t>(slot)].material;
    }
  }
  render::RenderConfig wanted;
  wanted.width *= look.scale, wanted.height *= look.scale;
  const auto renderer = render::Renderer::Create(wanted, std::move(scene.assets));
  const size_t size = static_cast<size_t>(wanted.width) * static_cast<size_t>(wanted.height) * 3;
  std::vector<uint8_t> rgb(shots.size() * size);
  render::FrameBatch frames{.rgb = rgb};
  renderer->Render(cameras, scene.instances, scene.looks, frames);
  std::vector<report::Tile> tiles;
  for (size_t i = 0; i < shots.size(); ++i) {
    const auto begin = rgb.begin() + static_cast<std::ptrdiff_t>(i * size);
    tiles.push_back({.image = {wanted.width, wanted.height, 3, {begin, begin + static_cast<std::ptrdiff_t>(size)}},
                     .caption = shots[i].caption});
  }
  return report::ContactSheet(tiles, look.columns);
}

}  // namespace porter::eval
