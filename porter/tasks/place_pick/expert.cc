#include "porter/tasks/place_pick/expert.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/random.h"
#include "porter/math/rotation.h"
#include "porter/tasks/place_pick/streams.h"

namespace porter::tasks {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;
using enum ExpertPhase;

constexpr double kStep = wbc::kControlPeriod;                                 // of control, s
constexpr std::array<double, 7> kCarryPose = {-1.0, -0.35, 0, 0.6, 0, 0, 0};  // rad: facts/experiments.md 7
constexpr double kHandClosed = 0.3, kHandOpen = -0.3;
// units of the delta actions' outputs: facts/viral.md 3
constexpr double kVelocityUnit = 0.1, kArmUnit = 0.025, kHandUnit = 0.025;
constexpr double kMostVelocity = 1, kMostHand = 2;  // of an output

double Wrap(double angle) {
  return std::remainder(angle, 2 * std::numbers::pi);
}

double AngleBetween(const Transform3& a, const Transform3& b) {
  return Eigen::AngleAxisd(a.rotation().transpose() * b.rotation()).angle();
}

// a pose on the way, at most this far along
Transform3 Towards(const Transform3& from, const Transform3& to, double distance, double angle) {
  const double far = (to.translation() - from.translation()).norm(), turn = AngleBetween(from, to);
  const double share = std::min({1.0, far > 0 ? distance / far : 1, turn > 0 ? angle / turn : 1});
  const Eigen::Quaterniond a(from.rotation()), b(to.rotation());
  return {a.slerp(share, b), from.translation() + share * (to.translation() - from.translation())};
}

Transform3 Shifted(const Transform3& X, const Vector3d& by) {
  return {X.rotation(), X.translation() + by};
}

bool HandIsOpen(const PlacePickView& v) {
  constexpr double kOpen = 0.4;  // rad
  return std::ranges::all_of(kRightHand, [&](size_t j) { return std::abs(v.q[j]) < kOpen; });
}

// how a hand is turned to take or leave something at this place, seen from the pelvis (facts/experiments.md 1)
double HandYaw(double y) {
  constexpr double kDegree = std::numbers::pi / 180;
  if (y > -0.10) return 0;
  if (y > -0.15) return (y + 0.10) / 0.05 * 15 * kDegree;
  return std::max(-50.0, -15 + (y + 0.15) / 0.10 * 30) * kDegree;
}

}  // namespace

PlacePickExpert::PlacePickExpert(const PlacePick& task, const robot::MjcfModel& model, const ExpertConfig& config)
    : task_(task),
      config_(config),
      ik_(robot::G1(), model, "torso_link", "right_wrist_yaw_link", motion::LimbIkConfig{.axis_weight = {1, 0.6, 0.5}}),
      scripts_(static_cast<size_t>(task.config().num_envs)) {}

void PlacePickExpert::Begin(ExpertPhase phase, const PlacePickView& v, Script& s) const noexcept {
  if (s.phase == kWalk || s.phase == kFront) {  // from joint angles to a path of the hand
    s.path = v.X_YWrist;
    s.q = v.q;
  }
  s.phase = phase;
  s.steps = 0;
  s.start = v.X_YB.translation();
}

// the wrist, when what is held stands upright over its place on the tray
Transform3 PlacePickExpert::PlaceGoal(const PlacePickView& v, double above) const noexcept {
  const Vector3d p = v.X_YTray * Vector3d(config_.place_x, config_.place_y, kTrayFloor + above);
  const double yaw = math::Yaw(v.X_YB.rotation());
  const Vector3d seen = math::FromYaw(-yaw) * (p - v.X_YB.translation());
  const Transform3 X_WristO = v.X_YWrist.Inverse() * v.hold.X_YO;
  const Matrix3d R_YO = math::FromYaw(yaw + HandYaw(seen.y()) + math::Yaw(X_WristO.rotation()));
  return Transform3(R_YO, p) * X_WristO.Inverse();
}

// the wrist, when the hand is around the front object
Transform3 PlacePickExpert::GraspGoal(int env, const PlacePickView& v) const noexcept {
  const CarriedKind& kind = task_.front_kind(env);
  const double heading = math::Yaw(v.X_YB.rotation());
  const Vector3d seen = math::FromYaw(-heading) * (v.front.X_YO.translation() - v.X_YB.translation());
  const double grip_yaw = math::Yaw(kind.grip.X_WristO.rotation());
  double yaw = heading + HandYaw(seen.y());
  if (!kind.round) yaw += std::clamp(Wrap(math::Yaw(v.front.X_YO.rotation()) - grip_yaw - yaw), -0.7, 0.7);
  return Transform3(math::FromYaw(yaw + grip_yaw), v.front.X_YO.translation()) * kind.grip.X_WristO.Inverse();
}

// facts/experiments.md 7: proportional, integral near the goal, damped by the filtered velocity; the last 20 cm only
// once the pelvis is in line
Vector3d PlacePickExpert::Dock(const PlacePickView& v, Script& s) const noexcept {
  const double heading = math::Yaw(v.X_YB.rotation());
  const double table = math::Yaw(v.X_YK.rotation());
  const Vector3d goal = v.front.X_YO.translation() + math::FromYaw(table) * Vector3d(config_.dock_x, config_.dock_y, 0);
  Vector3d e = math::FromYaw(-heading) * (goal - v.X_YB.translation());
  e.z() = Wrap(table - heading);
  Vector3d velocity = math::FromYaw(-heading) * v.v;
  velocity.z() = v.w_B.z();
  s.velocity += 0.05 * (velocity - s.velocity);
  s.side_error += 0.06 * (std::abs(e.y()) - s.side_error);
  if (s.side_error > 0.06) e.x() -= 0.2;
  if (std::abs(e.x()) < 0.25 && std::abs(e.y()) < 0.4 && std::abs(e.z()) < 0.4) {
    s.integral += kStep * Vector3d(3, 3, 0.5).cwiseProduct(e);
    s.integral = s.integral.cwiseMax(-0.25).cwiseMin(0.25);
  } else {
    s.integral = {-0.05, -0.12, -0.03};
  }
  const Vector3d u =
      Vector3d(2.5, 2, 1.5).cwiseProduct(e) + s.integral - Vector3d(1.2, 1.5, 0).cwiseProduct(s.velocity);
  return u.cwiseMax(Vector3d(-0.3, -0.3, -0.8)).cwiseMin(Vector3d(0.5, 0.3, 0.8));
}

// one step along the path to s.goal, and the joint angles that bring the hand there from where the torso is now
void PlacePickExpert::Follow(const PlacePickView& v, double speed, Script& s, Wish& wish) const noexcept {
  constexpr double kLeash = 0.08;  // the path waits for a hand that is further behind, m
  if ((s.path.translation() - v.X_YWrist.translation()).norm() < kLeash) {
    s.path = Towards(s.path, s.goal, speed * kStep, config_.turn_rate * kStep);
  }
  ik_.Solve(v.X_YT.Inverse() * s.path, Vector3d::Zero(), kCarryPose, s.q);
  for (size_t j = 0; j < wish.arm.size(); ++j) wish.arm[j] = s.q[kRightArm + j];
}

PlacePickExpert::Wish PlacePickExpert::Play(int env, const PlacePickView& v, Script& s) const noexcept {
  Wish wish{.arm = kCarryPose, .rate = config_.arm_rate};
  const auto near = [&](double distance) {
    return (v.X_YWrist.translation() - s.goal.translation()).norm() < distance;
  };
  const double bottom = v.hold.X_YO.translation().z() - v.X_YTray.translation().z() - kTrayFloor;
  ++s.steps;
  switch (s.phase) {
    case kWalk:
      wish.velocity = Dock(v, s);
      wish.rate = 0.8;
      if (v.stage.stage > Stage::kApproach) Begin(kReach, v, s);
      break;
    case kReach: {
      const double hover = std::max(0.15, 0.24 - 0.5 * v.hold_height - kTrayFloor);
      s.goal = PlaceGoal(v, hover);
      Follow(v, config_.hand_speed, s, wish);
      if ((near(0.03) && s.steps > 15) || s.steps > 120) Begin(kLower, v, s);
      break;
    }
    case kLower:
      s.goal = PlaceGoal(v, -0.002);
      Follow(v, 0.25, s, wish);
      if ((bottom < 0.006 && s.steps > 5) || s.steps > 70) Begin(kRelease, v, s);
      break;
    case kRelease:
      wish.closed = s.steps < 5;
      Follow(v, 0.25, s, wish);
      if (v.hand() >= 0) s.steps = std::min(s.steps, 11);
      if (s.steps < 27) break;
      Begin(kRetreat, v, s);
      s.goal = s.path * Transform3(Matrix3d::Identity(), {-0.02, -0.03, 0});
      break;
    case kRetreat:  // off the object, then up beyond it
      wish.closed = false;
      if (s.steps == 6) s.goal = Shifted(s.goal, {0, 0, 0.09 + 0.5 * v.hold_height});
      Follow(v, 0.45, s, wish);
      if (s.steps > 6 && (near(0.03) || s.steps > 50)) Begin(kOver, v, s);
      break;
    case kOver: {
      const Transform3 grasp = GraspGoal(env, v);
      const Transform3 before = grasp * Transform3(Matrix3d::Identity(), {-0.065, -0.065, 0});
      const double away = (before.translation() - s.path.translation()).head<2>().norm();
      wish.closed = false;
      s.goal = before;
      if (away > 0.06) {  // across above what was placed
        const double height = std::max(s.path.translation().z(), before.translation().z());
        s.goal = {before.rotation(), Vector3d(before.translation().x(), before.translation().y(), height)};
      }
      Follow(v, config_.hand_speed, s, wish);
      const bool there = (v.X_YWrist.translation() - before.translation()).norm() < 0.015;
      if ((there && HandIsOpen(v)) || s.steps > 60) {
        Begin(kApproach, v, s);
        s.goal = grasp;
      }
      break;
    }
    case kApproach:
      wish.closed = false;
      Follow(v, 0.25, s, wish);
      if ((near(0.008) && s.steps > 12) || s.steps > 40) Begin(kClose, v, s);
      break;
    case kClose:
      Follow(v, 0.25, s, wish);
      if (v.hand() < 0) s.steps = std::min(s.steps, 6);
      if (s.steps < 25) break;
      Begin(kLift, v, s);
      s.goal = Shifted(s.path, {0, 0, 0.16});
      break;
    case kLift: {
      Follow(v, config_.lift_speed, s, wish);
      const bool holds = (v.front.middle - v.palm).norm() < 0.14;
      if (s.steps > 15 && !holds) {
        Begin(kOver, v, s);
      } else if (near(0.03) || s.steps > 45) {
        Begin(kFront, v, s);
      }
      break;
    }
    case kFront:
      wish.arm = kFrontPose;
      wish.rate = config_.front_rate;
      if (v.stage.stage == Stage::kTurn) {
        Begin(kStepBack, v, s);
      } else if ((v.front.middle - v.palm).norm() > 0.2) {
        Begin(kOver, v, s);
      }
      break;
    case kStepBack:
      wish.arm = kFrontPose;
      wish.velocity.x() = -0.35;
      if ((v.X_YB.translation() - s.start).head<2>().norm() > 0.15 || s.steps > 60) Begin(kTurn, v, s);
      break;
    case kTurn:
      wish.arm = kFrontPose;
      wish.velocity.z() = std::clamp(1.5 * Wrap(std::numbers::pi - math::Yaw(v.X_YB.rotation())), -1.0, 1.0);
      break;
  }
  return wish;
}

void PlacePickExpert::Act(const env::Moment& moment, core::Span2<float> actions) noexcept {
  for (size_t e = 0; e < scripts_.size(); ++e) {
    const auto env = static_cast<int>(e);
    Script& script = scripts_[e];
    const Cycle& cycle = task_.cycle(env);
    const int number = cycle.number + (cycle.served ? 1 : 0);
    if (script.episode != cycle.episode || script.cycle != number) {
      script = {.episode = cycle.episode, .cycle = number};
    }
    const PlacePickView& view = task_.view(env);
    const Wish wish = Play(env, view, script);
    core::Random random(moment.seed, kExpertNoise, static_cast<uint32_t>(e), moment.step);
    const std::span<float> out = actions[e];
    const auto put = [&](size_t k, double wanted, double unit, double most) {
      const double output = std::clamp((wanted - view.sums[k]) / unit, -most, most);
      out[k] = static_cast<float>(output + config_.noise * random.Normal());
    };
    for (size_t k = 0; k < 3; ++k) put(k, wish.velocity[static_cast<Eigen::Index>(k)], kVelocityUnit, kMostVelocity);
    const std::array<double, 7> lead = task_.ArmLead(env);
    const double rate = wish.rate * kStep / kArmUnit;
    for (size_t j = 0; j < 7; ++j) {
      const double home = robot::G1().joints[kRightArm + j].default_position;
      put(3 + j, wish.arm[j] - home + lead[j], kArmUnit, rate);
    }
    put(10, wish.closed ? kHandClosed : kHandOpen, kHandUnit, kMostHand);
  }
}

}  // namespace porter::tasks
