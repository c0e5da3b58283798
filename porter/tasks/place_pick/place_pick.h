// Place and pick: walk to a table with something in the hand, place it on a tray, grasp what stands beside it, turn
// round; again and again (VIRAL 3; facts/viral.md 1 to 4). The policy puts out increments of a command, a whole-body
// controller carries them out.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "porter/env/batch_env.h"
#include "porter/physics/body_parameters.h"
#include "porter/policy/layout.h"
#include "porter/robot/kinematics.h"
#include "porter/tasks/place_pick/colliders.h"
#include "porter/tasks/place_pick/config.h"
#include "porter/tasks/place_pick/cycle.h"
#include "porter/tasks/place_pick/observation.h"
#include "porter/tasks/place_pick/references.h"
#include "porter/tasks/place_pick/rewards.h"
#include "porter/tasks/place_pick/view.h"
#include "porter/wbc/controller.h"
#include "porter/wbc/delta_action.h"
#include "porter/wbc/limb.h"

namespace porter::tasks {

// what the right wrist carries when something is in the hand, about
inline const wbc::Limb::Load kSomethingHeld{.mass = 0.15, .p_tip = {0.115, 0.047, 0}};

class PlacePick : public env::Task {
 public:
  struct Parts {
    const physics::RobotModel& robot;
    const robot::MjcfModel& mjcf;
    std::unique_ptr<wbc::WholeBodyController> controller;  // for config.num_envs
    std::vector<CarriedKind> kinds;
  };
  // Throws core::Error for reward rows that do not exist and tables that no arm can work at.
  PlacePick(const PlacePickConfig& config, Parts parts, physics::BatchSim& sim);

  const learn::EnvSpec& spec() const override { return spec_; }
  std::vector<std::string> figures() const override;
  void Prepare(const env::Moment& moment, physics::BatchSim& sim) override;
  void Start(int env, bool first, const env::Moment& moment, physics::BatchSim& sim) override;
  void Act(const env::Moment& moment, core::Span2<const float> actions, physics::BatchSim& sim,
           core::Span2<float> joint_targets) noexcept override;
  env::Judgement Judge(const env::Sight& sight, std::span<env::Tally> tallies) noexcept override;
  void Observe(const env::Sight& sight, std::span<float> policy, std::span<float> critic) noexcept override;
  void Look(const env::Sight& sight) noexcept override { View(sight); }
  void Adapt(std::vector<learn::Statistic>& figures) override;
  std::vector<uint8_t> SaveState() const override;
  void RestoreState(std::span<const uint8_t> state) override;

  // what an environment looked like after the last step or start
  const PlacePickView& view(int env) const { return views_[static_cast<size_t>(env)]; }
  const Cycle& cycle(int env) const { return cycles_[static_cast<size_t>(env)]; }
  std::span<const CarriedKind> kinds() const { return kinds_; }
  const PlacePickConfig& config() const { return config_; }
  const CarriedKind& held_kind(int env) const;
  const CarriedKind& front_kind(int env) const;
  // torques that hold the right arm and what is in its hand still, over the motors' kp: how far targets must lead, rad
  std::array<double, 7> ArmLead(int env) const noexcept;

  // called on the main thread for every cycle that is over
  void SetListener(std::function<void(const CycleReport&)> listener) { listener_ = std::move(listener); }

  // From now on config.references.share of the episodes start from these.
  void SetReferences(std::shared_ptr<const ReferenceStates> references) { references_ = std::move(references); }

  // All of the task's that decides the future of an environment; with BatchSim::Save a whole snapshot.
  size_t MemorySize() const;  // bytes
  void Save(int env, std::span<uint8_t> memory) const;
  void Restore(int env, std::span<const uint8_t> memory);

 private:
  const PlacePickView& View(const env::Sight& sight) noexcept;
  void DriveArms(size_t env, std::span<float> joint_target) noexcept;
  void Report(int env);
  void NextCycle(int env, const env::Moment& moment, physics::BatchSim& sim);
  void PutRobot(int env, const math::Transform3& X_WF, physics::BatchSim& sim);
  void NewObject(int env, int object, core::Random& random, physics::BatchSim& sim);
  void ServeFront(int env, core::Random& random, physics::BatchSim& sim);
  void PutObject(int env, int object, const math::Transform3& X_WO, physics::BatchSim& sim) const;
  wbc::ControlInput InputOf(size_t env, const physics::BatchState& state) const noexcept;
  math::Transform3 TableFrame(const Cycle& cycle, int table) const;

  const PlacePickConfig config_;
  std::vector<CarriedKind> kinds_;
  PlacePickHandles handles_;
  physics::BodyParameters bodies_;
  std::unique_ptr<wbc::WholeBodyController> controller_;
  robot::Kinematics kinematics_;
  robot::LinkPoses poses_;
  wbc::Limb arm_;
  int wrist_frame_;
  wbc::DeltaAction delta_;
  wbc::WbcColumns wbc_columns_;
  env::WeightedTerms<PlacePickView> rewards_;
  PlacePickObserver observer_;
  learn::EnvSpec spec_;
  std::array<size_t, robot::kG1NumJoints> joint_qpos_;
  std::array<int, 2> object_qpos_, object_qvel_;
  std::vector<double> standing_;  // qpos   [nq]
  std::vector<Cycle> cycles_;
  std::vector<PlacePickView> views_;
  std::vector<uint8_t> judged_;  // views_ were looked at in Judge, and no new episode has begun since
  std::vector<int> laid_out_;    // environments with a new cycle in this step
  std::function<void(const CycleReport&)> listener_;
  std::shared_ptr<const ReferenceStates> references_;
};

// the simulation, the task and both in one; root: folder of the repository.
std::unique_ptr<env::BatchEnv> MakePlacePick(const PlacePickConfig& config, const std::filesystem::path& root = ".");

// the task inside an environment that MakePlacePick made
PlacePick& TaskOf(env::BatchEnv& env);

}  // namespace porter::tasks
