// No two robots are alike: masses, loads in the hands, motor gains, floor friction and delays of simulated robots,
// drawn from the ranges of the settings (facts/viral.md 8, 11.1).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "porter/env/task.h"
#include "porter/tasks/locomotion/config.h"

namespace porter::tasks {

class Variety {
 public:
  // the fields of mjModel that it changes, for BatchSimConfig::parameters
  static std::vector<std::string> Parameters();

  // remembers what the model has in `sim`, which nobody has changed yet
  Variety(const DisturbanceConfig& config, physics::BatchSim& sim);

  // What a robot keeps for a whole run: its masses. Returns the loads in its left and right hand, kg. The caller
  // commits the parameters.
  std::array<double, 2> DrawBody(size_t env, const env::Moment& moment, physics::BatchSim& sim) const;
  // What an episode brings: gains, delay and the floor's friction, which is returned.
  double DrawEpisode(size_t env, const env::Moment& moment, physics::BatchSim& sim) const;

 private:
  DisturbanceConfig config_;
  int floor_;                        // geom
  std::array<size_t, 2> hands_;      // bodies that carry the loads
  std::vector<double> mass_;         // kg   [nbody]
  std::vector<double> gain_, bias_;  // of the motors
};

}  // namespace porter::tasks
