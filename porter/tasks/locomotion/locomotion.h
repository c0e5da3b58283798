// Locomotion: walk, stand, squat and lean as told, while the arms do what they want (facts/viral.md 11,
// facts/experiments.md 3). The policy drives legs and waist through wbc::PolicyIo; arms move at random.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "porter/env/batch_env.h"
#include "porter/policy/layout.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/arms.h"
#include "porter/tasks/locomotion/config.h"
#include "porter/tasks/locomotion/rewards.h"
#include "porter/tasks/locomotion/variety.h"
#include "porter/tasks/locomotion/view.h"
#include "porter/wbc/policy_io.h"

namespace porter::tasks {

class Locomotion : public env::Task {
 public:
  // robot: the model that is simulated. Throws core::Error for reward rows that do not exist.
  // sim: the one that the task will run in, fresh
  Locomotion(const LocomotionConfig& config, const physics::RobotModel& robot, const robot::MjcfModel& mjcf,
             physics::BatchSim& sim);

  const learn::EnvSpec& spec() const override { return spec_; }
  std::vector<std::string> figures() const override;
  void Prepare(const env::Moment& moment, physics::BatchSim& sim) override;
  void Start(int env, bool first, const env::Moment& moment, physics::BatchSim& sim) override;
  void Act(const env::Moment& moment, core::Span2<const float> actions, physics::BatchSim& sim,
           core::Span2<float> joint_targets) noexcept override;
  env::Judgement Judge(const env::Sight& sight, std::span<env::Tally> tallies) noexcept override;
  void Observe(const env::Sight& sight, std::span<float> policy, std::span<float> critic) noexcept override;
  void Adapt(std::vector<learn::Statistic>& figures) override;
  std::vector<uint8_t> SaveState() const override;
  void RestoreState(std::span<const uint8_t> state) override;

  double difficulty() const { return progress_.difficulty; }
  wbc::PolicyIo& io() { return io_; }
  // what the robot is told until its episode ends, instead of what chance tells it
  void SetCommand(int env, const wbc::WbcCommand& command);
  // the critic's layout: the newest frame without noise, and what only a simulator knows
  static policy::ObsLayout CriticLayout();

 private:
  static constexpr size_t kActions = 15, kJoints = robot::kG1NumJoints;

  // what a robot remembers beside the simulation and PolicyIo; plain numbers
  struct Robot {
    wbc::WbcCommand command;                         // before limits
    uint64_t next_command, next_push;                // control steps since VecEnv::Reset
    uint64_t age, length;                            // control steps of the episode
    ArmMotion arms;                                  //
    std::array<float, kActions> last, last_but_one;  // actions before the one that is judged
    std::array<double, kJoints> last_qd;             // rad/s
    std::array<double, 3> mean_velocity;             // vx, vy, wz
    std::array<double, 3> mean_error;                // of the same, over longer
    std::array<double, 3> hidden;                    // friction of the floor, loads in the left and right hand, kg
  };
  struct Progress {
    double difficulty;
    double clearance;  // share of swing_clearance's weight
    bool lifts;        // feet have been lifted high enough
  };

  void Drive(int env, const env::Moment& moment, std::span<const float> action, physics::BatchSim& sim,
             std::span<float> joint_target) noexcept;
  LocomotionView View(const env::Sight& sight) noexcept;
  void Count(const LocomotionView& view, std::span<env::Tally> tallies) const noexcept;
  env::Ending EndingOf(const LocomotionView& view, const Robot& robot) const noexcept;
  void WriteCritic(const env::Sight& sight, std::span<float> critic) noexcept;
  void ApplyClearance();
  uint64_t Steps(double seconds) const;

  const LocomotionConfig config_;
  LocomotionBodies bodies_;
  wbc::PolicyIo io_;
  Variety variety_;
  env::WeightedTerms<LocomotionView> rewards_;
  double clearance_weight_ = 0;
  learn::EnvSpec spec_;
  std::vector<double> lower_, upper_;     // soft limits, rad   [joints]
  std::vector<size_t> driven_, splayed_;  // joints
  std::vector<double> standing_;          // qpos   [nq]
  std::vector<Robot> robots_;
  Progress progress_;
};

// the simulation, the task and both in one; root: folder of the repository
std::unique_ptr<env::BatchEnv> MakeLocomotion(const LocomotionConfig& config, const std::filesystem::path& root = ".");

}  // namespace porter::tasks
