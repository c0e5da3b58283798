// Moments of one robot in an evaluation, and their contact sheet: a line of pictures for each row of commands, so that
// gait, arms and torso can be judged at a glance.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "porter/core/image.h"
#include "porter/eval/robot_sketch.h"
#include "porter/eval/wbc_config.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/command.h"

namespace porter::eval {

// the robot at one moment
struct Shot {
  uint64_t step = 0;                            // control steps since the trial began
  math::Transform3 X_WB;                        // pelvis
  std::array<double, robot::kG1NumJoints> q{};  // rad, the robot's joint order
  wbc::WbcCommand command;
  std::array<double, 3> velocity{};  // vx, vy, wz over the last gait cycle, m/s and rad/s
  bool fallen = false;
};

// control steps of a trial's ten shots: 0.1 s apart while a command holds, in mid-trial; around a push; 0.5 s apart
// (less in short trials) around a command that changes height, torso, or stops
std::vector<uint64_t> Moments(const WbcRowConfig& row, double seconds);

// the shots of a row, in time
struct Reel {
  std::string row;
  std::vector<Shot> shots;
};

class Film {
 public:
  explicit Film(size_t robot = 0) : robot_(robot) {}

  bool Follows(size_t env) const noexcept { return env == robot_; }

  void Begin(const WbcRowConfig& row, double seconds);  // makes room for the trial
  void Keep(const Shot& shot) noexcept;                 // on a worker: the robot after a control step, 1, 2, ...
  // Adds a reel: the trial's Moments, or if the robot falls before their end, the moments up to its fall.
  void End();

  std::span<const Reel> reels() const { return reels_; }

 private:
  size_t robot_;
  WbcRowConfig row_;
  double seconds_ = 0;
  std::vector<Shot> trial_;  // [control steps]
  std::vector<Reel> reels_;
};

// a line a reel; the camera follows the robot from its front left as it stood at the first shot
core::Image DrawFilm(std::span<const Reel> reels, const RobotSketch& robot);

}  // namespace porter::eval
