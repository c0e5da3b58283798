#include "porter/eval/film.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "porter/core/check.h"
#include "porter/eval/wbc_record.h"
#include "porter/math/rotation.h"
#include "porter/report/contact_sheet.h"
#include "porter/report/sketch.h"

namespace porter::eval {
namespace {

constexpr int kShots = 10;
constexpr double kBrisk = 0.1, kSlow = 0.5;  // between shots, s

// of the camera
constexpr double kDistance = 2.8;       // m, along the ground
constexpr double kFromAhead = 0.85;     // rad, to the robot's left
constexpr double kEyeHeight = 1.15;     // m
constexpr double kTargetHeight = 0.69;  // m, of the picture's middle: the robot sinks in it as it crouches
constexpr double kFieldOfView = 0.56;   // rad

bool ChangesPosture(const WbcRowConfig& row) {
  const auto varies = [](const Range& range) { return range[0] != range[1]; };
  return varies(row.height) || varies(row.roll) || varies(row.pitch) || varies(row.yaw) || row.stops;
}

// what the shots lie around, s: a change where that is what the row is about, else the middle of a command
double Middle(const WbcRowConfig& row, double seconds) {
  const double period = row.push > 0 ? kPushPeriod : row.hold;
  const double count = std::floor(0.5 * seconds / period);
  if (row.stops) return (2 * std::floor(0.5 * count) + 1) * period;
  return (ChangesPosture(row) || row.push > 0 ? count : count + 0.5) * period;
}

report::SketchView ViewOf(const Shot& shot, double heading) {
  const double azimuth = heading + kFromAhead;
  const Eigen::Vector3d target(shot.X_WB.translation().x(), shot.X_WB.translation().y(), kTargetHeight);
  const Eigen::Vector3d p_TE(kDistance * std::cos(azimuth), kDistance * std::sin(azimuth), kEyeHeight - kTargetHeight);
  return {.p_WE = target + p_TE, .p_WT = target, .vertical_fov = kFieldOfView, .width = 210, .height = 300};
}

// " p+0.30": the angles of the torso that are asked for
std::string TorsoText(const wbc::WbcCommand& command) {
  std::string text;
  for (const auto& [name, angle] : {std::pair{'r', command.roll}, {'p', command.pitch}, {'y', command.yaw}}) {
    char part[32];
    std::snprintf(part, sizeof(part), " %c%+.2f", name, angle);
    if (angle != 0) text += part;
  }
  return text;
}

std::string MotionText(const char* what, const std::array<double, 3>& velocity, double height) {
  char text[80];
  std::snprintf(text, sizeof(text), "\n%s vx%+.2f vy%+.2f wz%+.2f h %.2f", what, velocity[0], velocity[1], velocity[2],
                height);
  return text;
}

std::string Caption(const std::string& row, const Shot& shot) {
  const wbc::WbcCommand& c = shot.command;
  char time[32];
  std::snprintf(time, sizeof(time), " %.2f s", static_cast<double>(shot.step) * wbc::kControlPeriod);
  return row + time + TorsoText(c) + (shot.fallen ? " FALLEN" : "") + MotionText("set", {c.vx, c.vy, c.wz}, c.height) +
         MotionText("is  ", shot.velocity, shot.X_WB.translation().z());
}

}  // namespace

std::vector<uint64_t> Moments(const WbcRowConfig& row, double seconds) {
  const auto steps = static_cast<int64_t>(std::round(seconds / wbc::kControlPeriod));
  const double period = ChangesPosture(row) ? std::min(kSlow, seconds / kShots) : kBrisk;
  const auto apart = static_cast<int64_t>(period / wbc::kControlPeriod + 1e-9);
  const int64_t span = (kShots - 1) * apart;
  const auto middle = static_cast<int64_t>(std::round(Middle(row, seconds) / wbc::kControlPeriod));
  const int64_t first = std::clamp(middle - span / 2, int64_t{1}, steps - span);
  std::vector<uint64_t> moments;
  for (int64_t k = 0; k < kShots; ++k) moments.push_back(static_cast<uint64_t>(first + k * apart));
  return moments;
}

void Film::Begin(const WbcRowConfig& row, double seconds) {
  row_ = row;
  seconds_ = seconds;
  trial_.assign(static_cast<size_t>(std::round(seconds / wbc::kControlPeriod)), {});
}

void Film::Keep(const Shot& shot) noexcept {
  PORTER_DCHECK(shot.step >= 1 && shot.step <= trial_.size());
  trial_[shot.step - 1] = shot;
}

void Film::End() {
  std::vector<uint64_t> moments = Moments(row_, seconds_);
  const auto fall = std::ranges::find(trial_, true, &Shot::fallen);
  if (fall != trial_.end() && fall->step < moments.back()) {
    const uint64_t gaps = kShots - 1, last = std::max(fall->step, gaps + 1);
    const uint64_t apart = std::min(moments[1] - moments[0], (last - 1) / gaps);
    for (uint64_t k = 0; k <= gaps; ++k) moments[k] = last - (gaps - k) * apart;
  }
  Reel reel{.row = row_.name, .shots = {}};
  for (const uint64_t step : moments) reel.shots.push_back(trial_[step - 1]);
  reels_.push_back(std::move(reel));
}

core::Image DrawFilm(std::span<const Reel> reels, const RobotSketch& robot) {
  std::vector<report::Tile> tiles;
  for (const Reel& reel : reels) {
    const double heading = math::Yaw(reel.shots.front().X_WB.rotation());
    for (const Shot& shot : reel.shots) {
      core::Image image = report::Sketch(robot.Solids(shot.X_WB, shot.q), ViewOf(shot, heading));
      tiles.push_back({std::move(image), Caption(reel.row, shot)});
    }
  }
  return report::ContactSheet(tiles, kShots);
}

}  // namespace porter::eval
