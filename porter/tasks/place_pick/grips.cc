#include "porter/tasks/place_pick/grips.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <numeric>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/math/rotation.h"
#include "porter/physics/batch_sim.h"
#include "porter/physics/body_parameters.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {
namespace {

using math::Transform3;

constexpr double kGravity = 9.81;                      // m/s2
constexpr double kMass = 0.15, kFriction = 0.6;        // of the object, kg
constexpr int kPinned = 30, kAfloat = 20, kHeld = 30;  // control steps: kept in place; without weight; with it

// robots without weight, one for each kind
class Rehearsal {
 public:
  Rehearsal(const physics::RobotModel& robot, const PlacePickConfig& config, const std::vector<CarriedKind>& kinds)
      : kinds_(kinds),
        sim_(robot.model, {.num_envs = static_cast<int>(kinds.size()),
                           .num_threads = 1,
                           .substeps = config.substeps,
                           .joints = robot::JointNames(robot::G1()),
                           .parameters = physics::BodyParameters::Fields()}),
        wrist_(robot.model.BodyId("right_wrist_yaw_link")),
        object_(robot.model.BodyId(kObjectNames[0])),
        object_qpos_(static_cast<size_t>(robot.model.QposOf(kObjectNames[0]))),
        object_qvel_(static_cast<size_t>(robot.model.QvelOf(kObjectNames[0]))),
        standing_(robot.standing_qpos),
        X_WWrist_(kinds.size()),
        X_WO_(kinds.size()),
        all_(kinds.size()) {
    std::iota(all_.begin(), all_.end(), 0);
    standing_[2] += 1;  // feet off the floor
    const std::span<const robot::JointSpec> joints = robot::G1().joints;
    for (const robot::JointSpec& joint : joints) targets_.push_back(static_cast<float>(joint.default_position));
    for (size_t j = 0; j < kHoldPose.size(); ++j) {
      targets_[kRightArm + j] = static_cast<float>(kHoldPose[j]);
      standing_[static_cast<size_t>(robot.model.JointQpos(joints[kRightArm + j].name))] = kHoldPose[j];
    }
    sim_.SetInitialState(standing_, targets_);
    const physics::BodyParameters bodies(robot.model, ModelBodies());
    for (size_t k = 0; k < kinds.size(); ++k) {
      bodies.Write(sim_, static_cast<int>(k), kObjectA, ObjectBody(kObjectA, kinds[k], kMass, kFriction));
    }
    sim_.CommitParameters(all_);
    sim_.Reset(all_, physics::Callback(*this));
    const core::Span2<double> masses = sim_.Parameter("body_mass");
    for (const int env : all_) {
      const std::span<double> mass = masses[static_cast<size_t>(env)];
      for (size_t body = 1; body < mass.size(); ++body) {
        sim_.ExternalForce(env, static_cast<int>(body))[2] = kGravity * mass[body];
      }
    }
    for (const size_t j : kRightHand) {
      const robot::JointSpec& joint = joints[j];
      targets_[j] = static_cast<float>(std::clamp(config.grip * joint.closed_position, joint.lower, joint.upper));
    }
  }

  void Run() {
    std::vector<float> targets;
    for (size_t k = 0; k < kinds_.size(); ++k) targets.insert(targets.end(), targets_.begin(), targets_.end());
    for (int step = 0; step < kPinned + kAfloat + kHeld; ++step) {
      for (const int env : all_) {
        if (step < kPinned) Pin(env);
        if (step == kPinned + kAfloat) sim_.ExternalForce(env, object_)[2] = 0;
      }
      sim_.Step({targets.data(), kinds_.size(), targets_.size()}, physics::Callback(*this));
    }
  }

  // after a control step: where wrist and object are
  void operator()(const physics::EnvView& view) {
    const auto kind = static_cast<size_t>(view.env());
    X_WWrist_[kind] = view.LinkPose(wrist_);
    X_WO_[kind] = view.LinkPose(object_);
  }

  Transform3 X_WristO(size_t kind) const { return X_WWrist_[kind].Inverse() * X_WO_[kind]; }
  double Angle(size_t kind, size_t joint) const { return sim_.state().joint_position[kind * targets_.size() + joint]; }

 private:
  // the object to where the hand closes on it
  void Pin(int env) {
    const auto kind = static_cast<size_t>(env);
    const Transform3 X_WO = X_WWrist_[kind] * kinds_[kind].grip.X_WristO;
    const std::span<double> qpos = sim_.qpos(env).subspan(object_qpos_, 7);
    std::ranges::copy(math::ToXyzWxyz(X_WO), qpos.begin());
    std::ranges::fill(sim_.qvel(env).subspan(object_qvel_, 6), 0.0);
  }

  const std::vector<CarriedKind>& kinds_;
  physics::BatchSim sim_;
  int wrist_, object_;
  size_t object_qpos_, object_qvel_;
  std::vector<double> standing_;
  std::vector<float> targets_;
  std::vector<Transform3> X_WWrist_, X_WO_;
  std::vector<int> all_;
};

}  // namespace

void SettleGrips(const physics::RobotModel& robot, const PlacePickConfig& config, std::vector<CarriedKind>& kinds) {
  constexpr double kFar = 0.06, kTilted = 0.6;  // m, rad: an object that moves more slips
  Rehearsal rehearsal(robot, config, kinds);
  rehearsal.Run();
  for (size_t k = 0; k < kinds.size(); ++k) {
    Grip& grip = kinds[k].grip;
    grip.X_WristHeld = rehearsal.X_WristO(k);
    for (size_t f = 0; f < grip.fingers.size(); ++f) grip.fingers[f] = rehearsal.Angle(k, kRightHand[f]);
    const Transform3 moved = grip.X_WristO.Inverse() * grip.X_WristHeld;
    const double far = moved.translation().norm(), turn = Eigen::AngleAxisd(moved.rotation()).angle();
    if (far < kFar && turn < kTilted) continue;
    throw core::Error({.what = core::Cat("the hand cannot hold '", kinds[k].name, "': it slips"),
                       .found = core::Cat(far, " m and ", turn, " rad as the fingers close"),
                       .expected = core::Cat("less than ", kFar, " m and ", kTilted, " rad"),
                       .hint = "leave it out of scene.objects"});
  }
}

}  // namespace porter::tasks
