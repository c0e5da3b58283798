// Pictures of a cycle of place and pick, as a bystander or the robot sees it: what figures do not tell.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "porter/core/image.h"
#include "porter/scene/layout.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::eval {

struct CycleShot {
  scene::SceneLayout layout;
  std::string caption;
};

// Follows all environments until a cycle ends as wished, and keeps that one.
class CycleFilm {
 public:
  // shots every so many control steps
  CycleFilm(tasks::Outcome wanted, int every);

  void Watch(const tasks::PlacePick& task);    // after every control step
  void End(const tasks::CycleReport& report);  // when a cycle is over, before the step's Watch
  bool found() const { return found_; }
  // at most `count` shots: of a cycle that was done, spread over all of it; of one that was lost, the last ones
  std::vector<CycleShot> Take(int count) const;

 private:
  tasks::Outcome wanted_;
  int every_, step_ = 0;
  bool found_ = false;
  std::vector<std::vector<CycleShot>> running_;  // by environment
  std::vector<CycleShot> kept_;
};

struct CycleFilmLook {
  std::filesystem::path root = ".";
  uint64_t seed = 1;  // of the evaluation, whose tables are drawn
  bool from_head = false;
  int scale = 2;  // of 192 x 108 px
  int columns = 5;
};

// a contact sheet; throws core::Error when the robot's meshes are missing
core::Image DrawCycle(const scene::TwoTablesConfig& config, std::vector<CycleShot> shots, const CycleFilmLook& look);

}  // namespace porter::eval
