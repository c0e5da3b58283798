// Robots for the tests of this room: the model that trains, few of them, and every reward term with weight 1.
#pragma once

#include "porter/tasks/locomotion/locomotion.h"

namespace porter::tasks {

inline LocomotionConfig SmallLocomotion(int num_envs) {
  LocomotionConfig config{.num_envs = num_envs, .threads = 1};
  config.model.fingers = physics::Fingers::kWelded;
  config.model.floor = physics::Floor::kFeet;
  config.model.options.solver = physics::Solver::kPgs;
  config.model.options.iterations = 6;
  config.model.options.cone = physics::Cone::kPyramidal;
  for (const env::Term<LocomotionView>& term : LocomotionTerms()) config.rewards.push_back({std::string(term.name), 1});
  return config;
}

// robots as the task sees them, without the task around them
struct BareRobots {
  explicit BareRobots(const LocomotionConfig& config)
      : robot(physics::BuildRobotModel(robot::G1(), config.model)),
        sim(robot.model, {.num_envs = config.num_envs,
                          .num_threads = config.threads,
                          .max_delay = config.disturbances.max_delay,
                          .joints = robot::JointNames(robot::G1()),
                          .contacts = {{"left_ankle_roll_link", "world"}, {"right_ankle_roll_link", "world"}},
                          .parameters = Variety::Parameters()}) {
    const std::vector<float> targets(robot::kG1NumJoints);
    sim.SetInitialState(robot.standing_qpos, targets);
    for (int env = 0; env < config.num_envs; ++env) all.push_back(env);
    sim.Reset(all);
  }

  physics::RobotModel robot;
  physics::BatchSim sim;
  std::vector<int> all;  // environments
};

}  // namespace porter::tasks
